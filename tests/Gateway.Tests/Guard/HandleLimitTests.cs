using Affluence.Gateway.Guard;
using Affluence.ServiceDefaults;

namespace Affluence.Gateway.Tests.Guard;

public sealed class HandleLimitTests
{
    [Theory]
    [InlineData("Max open files            1024                 1048576              files     ", 1024L)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null)]
    [InlineData("Max processes             1024                 1048576              processes ", null)]
    public void Limits_AsLinuxTellsThem_AreRead(string line, long? limit) =>
        Assert.Equal(limit, HandleLimit.Parse(["Limit                     Soft Limit           Hard Limit           Units     ", line]));

    [Theory]
    [InlineData(514, 1)]
    [InlineData(1024, 256)]
    [InlineData(1048576, 524032)]
    public void Connections_WithOneToTheSiteEach_LeaveTheReserve(long handles, long connections) =>
        Assert.Equal(connections, HandleLimit.ConnectionsWithin(handles));

    [Fact]
    public void Handles_ForNoConnectionAtAll_AreRefused()
    {
        var refused = Assert.Throws<InvalidSettingException>(() => HandleLimit.ConnectionsWithin(513));

        Assert.Equal("The process may open 513 files (ulimit -n), and the gateway needs 514 at least.", refused.Message);
    }
}

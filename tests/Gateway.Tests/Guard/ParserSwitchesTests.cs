using Affluence.Gateway.Guard;
using Affluence.ServiceDefaults;

namespace Affluence.Gateway.Tests.Guard;

/// <summary>The switches belong to the process.</summary>
[Collection(nameof(Alone))]
public sealed class ParserSwitchesTests
{
    [Theory]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel.EnableInsecureChunkedRequestParsing", true)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", false)]
    public void Verify_ParserMadeLenient_DoesNotStart(string name, bool value)
    {
        AppContext.TryGetSwitch(name, out var before);
        AppContext.SetSwitch(name, value);
        try
        {
            var exception = Assert.Throws<InvalidSettingException>(ParserSwitches.Verify);
            Assert.StartsWith(name, exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            AppContext.SetSwitch(name, before);
        }
    }

    [Fact]
    public void Verify_AsBuilt_Passes() => ParserSwitches.Verify();
}

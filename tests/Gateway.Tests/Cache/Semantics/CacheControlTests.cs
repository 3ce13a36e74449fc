using Affluence.Gateway.Cache.Semantics;
using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Tests.Cache.Semantics;

public sealed class CacheControlTests
{
    [Theory]
    [InlineData("max-age=60", 60)]
    [InlineData("MaX-aGe=60", 60)]
    [InlineData("max-age=\"60\"", 60)]
    [InlineData("max-age=0060", 60)]
    [InlineData("max-age=60, max-age=1", 60)]
    [InlineData("extension=\"max-age=100\", max-age=1", 1)]
    [InlineData("extension=\"a\\\"b, max-age=100\", max-age=1", 1)]
    [InlineData("foobar,,  max-age=60 ,", 60)]
    [InlineData("max-age=99999999999", int.MaxValue)]
    [InlineData("max-age=2147483648", int.MaxValue)]
    [InlineData("max-age='60'", 0)]
    [InlineData("max-age=-60", 0)]
    [InlineData("max-age=60.5", 0)]
    [InlineData("max-age=a60", 0)]
    [InlineData("max-age=", 0)]
    [InlineData("max-age", 0)]
    public void MaxAge_AsWritten_IsThatOrStale(string line, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), CacheControl.Parse(line).MaxAge);

    [Fact]
    public void Lines_Several_AreOneList()
    {
        var control = CacheControl.Parse(new StringValues(["public, max-age=1", "s-maxage=2", "stale-if-error=3"]));

        Assert.Equal((true, 1, 2, 3), (control.Public, control.MaxAge!.Value.Seconds, control.SharedMaxAge!.Value.Seconds, control.StaleIfError!.Value.Seconds));
    }

    [Fact]
    public void Fields_Qualified_LeaveTheDirectiveUnset()
    {
        var control = CacheControl.Parse("no-cache=\"a, b\", private=c");

        Assert.Equal((false, false), (control.NoCache, control.Private));
        Assert.Equal(["a", "b"], control.NoCacheFields);
        Assert.Equal(["c"], control.PrivateFields);
    }

    [Fact]
    public void MaxStale_WithoutValue_IsHoweverStale() => Assert.Equal(DeltaSeconds.Greatest, CacheControl.Parse("max-stale").MaxStale);
}

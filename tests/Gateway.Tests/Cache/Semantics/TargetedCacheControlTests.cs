using Affluence.Gateway.Cache.Semantics;

namespace Affluence.Gateway.Tests.Cache.Semantics;

/// <summary>RFC 9213: a dictionary that parses counts; another is as if it were absent.</summary>
public sealed class TargetedCacheControlTests
{
    [Theory]
    [InlineData("max-age=60", 60)]
    [InlineData("foobar, max-age=60;x=1;y", 60)]
    [InlineData("a=(1 \"b\";c d), max-age=60", 60)]
    [InlineData("max-age=1, max-age=60", 60)]
    [InlineData("a=:aGk=:, b=?0, c=-1.5, d=@1659578233, max-age=60", 60)]
    [InlineData("max-age=99999999999", int.MaxValue)]
    [InlineData("max-age=-1", 0)]
    public void MaxAge_Wellformed_Counts(string line, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), TargetedCacheControl.Parse(line)!.MaxAge);

    [Theory]
    [InlineData("max-age=\"60\"")]
    [InlineData("max-age=60.5")]
    [InlineData("max-age")]
    public void MaxAge_OfAnotherType_IsNoDirective(string line)
    {
        var control = TargetedCacheControl.Parse(line);

        Assert.NotNull(control);
        Assert.Null(control.MaxAge);
    }

    [Theory]
    [InlineData("")]
    [InlineData("max-age=60, &&&&&")]
    [InlineData("MAX-AGE=60")]
    [InlineData("max-age =60")]
    [InlineData("max-age= 60")]
    [InlineData("max-age=60,")]
    [InlineData("max-age=60 no-store")]
    [InlineData("a=\"unended, max-age=60")]
    [InlineData("a=?2")]
    [InlineData("a=12345678901234567")]
    public void Field_Malformed_IsAbsent(string line) => Assert.Null(TargetedCacheControl.Parse(line));
}

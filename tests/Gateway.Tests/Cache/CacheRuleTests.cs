using Affluence.Gateway.Cache;

namespace Affluence.Gateway.Tests.Cache;

public sealed class CacheRuleTests
{
    [Theory]
    [InlineData("/en", "/en", true)]
    [InlineData("/en", "/en/", false)]
    [InlineData("/en/*", "/en/visit", true)]
    [InlineData("/en/*", "/fr/en/", false)]
    [InlineData("*.css", "/site/a.css", true)]
    [InlineData("*.css", "/site/a.css/x", false)]
    [InlineData("/a*b*c", "/a-b-b-c", true)]
    [InlineData("/a*b*c", "/a-c-b", false)]
    [InlineData("*", "/", true)]
    [InlineData("/a*a", "/a", false)]
    [InlineData("/EN/*", "/en/x", false)]
    public void Path_AgainstAPattern(string pattern, string path, bool covered) => Assert.Equal(covered, new CacheRule { Path = pattern }.Covers(path));
}

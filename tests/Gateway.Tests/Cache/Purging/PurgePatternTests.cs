using Affluence.Gateway.Cache.Purging;
using Affluence.Gateway.Cache.Storage;

namespace Affluence.Gateway.Tests.Cache.Purging;

public sealed class PurgePatternTests
{
    [Theory]
    [InlineData("/en/work", "/en/work", true)]
    [InlineData("/en/work", "/en/work?page=2", true)]
    [InlineData("/en/work", "/en/work/", false)]
    [InlineData("/en/work", "/en/works", false)]
    [InlineData("/en/work", "/EN/work", false)]
    [InlineData("/en/work", "/en/%77ork", true)]
    [InlineData("/fr/résidence", "/fr/r%C3%A9sidence", true)]
    [InlineData("/fr/r%c3%a9sidence", "/fr/r%C3%A9sidence?x=/", true)]
    [InlineData("/en/work", "/?/en/work", false)]
    public void Path_MeansItsQueries_HoweverItIsEncoded(string path, string target, bool isMeant) =>
        Assert.Equal(isMeant, new PurgePattern(PurgeScope.Path, path).Covers(new CacheKey(false, "example.org", target)));

    [Theory]
    [InlineData("/en/", "/en/work", true)]
    [InlineData("/en/", "/en/?x", true)]
    [InlineData("/en/", "/en", false)]
    [InlineData("/en/w", "/en/work", true)]
    [InlineData("/en/", "/%65n/work", true)]
    [InlineData("/en/", "/fr/en/", false)]
    [InlineData("/en/work?", "/en/work?x", false)]
    public void Prefix_MeansAllThatBeginsSo(string prefix, string target, bool isMeant) =>
        Assert.Equal(isMeant, new PurgePattern(PurgeScope.Prefix, prefix).Covers(new CacheKey(true, "example.org:8443", target)));
}

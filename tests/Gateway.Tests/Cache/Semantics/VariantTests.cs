using Affluence.Gateway.Cache.Semantics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Tests.Cache.Semantics;

public sealed class VariantTests
{
    [Theory]
    [InlineData("Foo", "1, 2", " 1,2 ", true)]
    [InlineData("Foo", "a", "A", false)]
    [InlineData("Foo", "1, 2", "2, 1", false)]
    [InlineData("Accept-Language", "en, de;q=0.5", "DE; q=0.5,en", true)]
    [InlineData("Accept-Encoding", "gzip, br", "br,gzip", true)]
    [InlineData("Accept-Encoding", "gzip, br", "gzip", false)]
    public void Matches_ValuesThatMeanTheSame(string name, string stored, string asked, bool expected) => Assert.Equal(
        expected, Variant.Of(name, new HeaderDictionary { [name] = stored })!.Matches(new HeaderDictionary { [name] = asked }));

    [Fact]
    public void Matches_LinesAndMembers_AreAlike() => Assert.True(
        Variant.Of("foo", new HeaderDictionary { ["Foo"] = new StringValues(["1", "2"]) })!.Matches(new HeaderDictionary { ["Foo"] = "1, 2" }));

    [Fact]
    public void Matches_AbsentAndEmpty_AreTwo()
    {
        var absent = Variant.Of("Foo, Bar", new HeaderDictionary { ["Bar"] = "x" })!;

        Assert.True(absent.Matches(new HeaderDictionary { ["Bar"] = "x", ["Other"] = "y" }));
        Assert.False(absent.Matches(new HeaderDictionary { ["Bar"] = "x", ["Foo"] = "" }));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("Foo, *")]
    [InlineData(", *")]
    [InlineData("a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q")]
    public void Vary_OnWhatCantBeKnown_MatchesNothing(string vary) => Assert.Null(Variant.Of(vary, new HeaderDictionary()));
}

using Affluence.Gateway.Cache.Semantics;
using FsCheck;
using FsCheck.Fluent;
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

    [Fact]
    public void Vary_OnWhatTheKeySays_IsNoChoice()
    {
        var variant = Variant.Of("X-Forwarded-Proto, X-Forwarded-Host", new HeaderDictionary())!;

        Assert.True(variant.Matches(new HeaderDictionary { ["X-Forwarded-Proto"] = "https" }));
    }

    [Fact]
    public void Matches_AskedAgainAndAgain_AsTheFirstTime()
    {
        string[] sent = ["gzip, br", "br,gzip", "gzip", "GZIP , br", "gzip, br, zstd", ""];
        var variant = Variant.Of("Accept-Encoding", new HeaderDictionary { ["Accept-Encoding"] = "br, gzip" })!;
        Prop.ForAll(
            Gen.Elements(sent).ListOf().ToArbitrary(),
            asked => asked.All(text => variant.Matches(new HeaderDictionary { ["Accept-Encoding"] = text }) == (text is "gzip, br" or "br,gzip" or "GZIP , br")))
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("*")]
    [InlineData("Foo, *")]
    [InlineData(", *")]
    [InlineData("Accept-Encoding, X-Forwarded-For")]
    [InlineData("a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q")]
    public void Vary_OnWhatCantBeKnown_MatchesNothing(string vary) => Assert.Null(Variant.Of(vary, new HeaderDictionary()));
}

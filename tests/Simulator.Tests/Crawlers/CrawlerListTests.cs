using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Affluence.Hits;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.Simulator.Tests.Crawlers;

/// <summary>A list names what its patterns match, however it looks for it.</summary>
public sealed class CrawlerListTests
{
    /// <summary>Parts of which patterns and texts are made: each with a text that it matches.</summary>
    private static readonly (string Pattern, string Text)[] Parts =
    [
        ("ab", "ab"), ("xyz", "xyz"), ("[aA]b", "Ab"), ("[^-]", "q"), ("[]x]", "]"), (@"[\]y]", "y"), ("(ab|xyz)", "xyz"), ("(a[)]|(b))", "a)"), ("a?", ""), ("abc*", "ab"),
        ("c+", "cc"), ("x{2}", "xx"), ("y{0,2}", ""), (@"\.", "."), (@"\/", "/"), (@"\d", "7"), (@"\s", " "), (@"\x41", "A"), (@"[\s\S]*", "-"), (".", "!"), ("(?:ab)", "ab"), ("{", "{"), ("é", "é"),
    ];

    [Fact]
    public void Names_AnyPatternsInAnyText_SaysWhatTheyMatch() =>
        Prop.ForAll(
            (from patterns in (from parts in Gen.Elements(Parts).NonEmptyListOf()
                               from start in Gen.Elements("", "^")
                               from end in Gen.Elements("", "$")
                               from other in Gen.Elements("", "", "|zz", "|[z]")
                               select start + string.Concat(parts.Select(part => part.Pattern)) + end + other).NonEmptyListOf()
             from texts in (from parts in Gen.Elements(Parts).ListOf()
                            from upper in Gen.Elements(true, false, false)
                            select upper ? string.Concat(parts.Select(part => part.Text)).ToUpperInvariant() : string.Concat(parts.Select(part => part.Text))).ListOf()
             select (patterns, texts)).ToArbitrary(),
            made =>
            {
                var list = Read([.. made.patterns]);
                return made.texts.Concat(made.patterns).Select(text => text.Length > 200 ? text[..200] : text).All(text =>
                {
                    var expected = BotDetector.IsDeclaredBot(text)
                        || made.patterns.Any(pattern => Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10)));
                    var bytes = Encoding.Latin1.GetBytes(text);
                    return list.Names(text) == expected && list.Names(bytes, out var hash) == expected && list.Names(bytes, out var again) == expected && hash == again;
                });
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36", false)]
    [InlineData("Mozilla/5.0 (Linux; Android 7.0; CUBOT_X18) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0.4430.91 Mobile Safari/537.36", false)]
    [InlineData("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", true)]
    [InlineData("curl/8.5.0", true)]
    [InlineData("libcurl-agent/1.0", false)]
    [InlineData("Wget/1.21", true)]
    [InlineData("WGET/1.21", false)]
    [InlineData("Mozilla/5.0 PTST/240215", true)]
    [InlineData("AdsBot-Google", true)]
    [InlineData("", false)]
    public void Names_ShippedList_NamesWhoNamesHimself(string userAgent, bool isNamed)
    {
        Assert.Equal(isNamed, CrawlerList.Default.Names(userAgent));
        Assert.Equal(isNamed, CrawlerList.Default.Names(Encoding.Latin1.GetBytes(userAgent), out _));
    }

    [Theory]
    [InlineData("""[{"pattern":"a("}]""")]
    [InlineData("""[{"pattern":""}]""")]
    [InlineData("""[{"name":"a"}]""")]
    [InlineData("""[{"pattern":7}]""")]
    [InlineData("""["a"]""")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("nothing")]
    public void ReadFile_WhatIsNoList_SaysSo(string text)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, text);

        Assert.StartsWith("is no list of crawlers: ", Assert.Throws<InvalidDataException>(() => CrawlerList.ReadFile(path)).Message, StringComparison.Ordinal);
        File.Delete(path);
    }

    private static CrawlerList Read(string[] patterns)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, JsonSerializer.Serialize(patterns.Select(pattern => new { pattern })));
        var list = CrawlerList.ReadFile(path);
        File.Delete(path);
        return list;
    }
}

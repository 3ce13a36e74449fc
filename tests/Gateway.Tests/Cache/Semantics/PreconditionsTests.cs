using Affluence.Gateway.Cache.Semantics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Tests.Cache.Semantics;

public sealed class PreconditionsTests
{
    private static readonly DateTimeOffset Modified = new(2026, 11, 30, 11, 0, 0, TimeSpan.Zero);
    private static readonly Validators Stored = new("\"a,b\"", Modified, Modified.AddHours(1));

    [Theory]
    [InlineData("If-None-Match", "\"a,b\"", true)]
    [InlineData("If-None-Match", "W/\"a,b\"", true)]
    [InlineData("If-None-Match", "\"x\", \"a,b\", \"y\"", true)]
    [InlineData("If-None-Match", "*", true)]
    [InlineData("If-None-Match", "\"a\"", false)]
    [InlineData("If-None-Match", "a,b", false)]
    [InlineData("If-Modified-Since", "Mon, 30 Nov 2026 11:00:00 GMT", true)]
    [InlineData("If-Modified-Since", "Mon, 30 Nov 2026 11:30:00 GMT", true)]
    [InlineData("If-Modified-Since", "Monday, 30-Nov-26 11:00:00 GMT", true)]
    [InlineData("If-Modified-Since", "Mon, 30 Nov 2026 10:59:59 GMT", false)]
    [InlineData("If-Modified-Since", "yesterday", false)]
    public void NotModified(string name, string value, bool expected) =>
        Assert.Equal(expected, Preconditions.AreNotModified(new HeaderDictionary { [name] = value }, Stored));

    [Fact]
    public void NotModified_TagAndDate_TheTagCounts() => Assert.False(Preconditions.AreNotModified(
        new HeaderDictionary { ["If-None-Match"] = "\"x\"", ["If-Modified-Since"] = "Mon, 30 Nov 2026 12:00:00 GMT" }, Stored));

    [Fact]
    public void NotModified_AnyTag_IsThatOfAPageWithoutOneToo() => Assert.True(
        Preconditions.AreNotModified(new HeaderDictionary { ["If-None-Match"] = "*" }, new Validators(null, null, Modified)));

    [Fact]
    public void NotModified_TwoDates_AreNone() => Assert.False(Preconditions.AreNotModified(
        new HeaderDictionary { ["If-Modified-Since"] = new StringValues(["Mon, 30 Nov 2026 12:00:00 GMT", "Mon, 30 Nov 2026 12:00:00 GMT"]) }, Stored));

    [Fact]
    public void NotModified_NothingStoredButTheAnswersDate_ThatCounts()
    {
        var undated = new Validators(null, null, Modified);

        Assert.True(Preconditions.AreNotModified(new HeaderDictionary { ["If-Modified-Since"] = "Mon, 30 Nov 2026 11:00:00 GMT" }, undated));
        Assert.False(Preconditions.AreNotModified(new HeaderDictionary { ["If-Modified-Since"] = "Mon, 30 Nov 2026 10:00:00 GMT" }, undated));
    }

    /// <summary>RFC 9111 section 4.3.4: by the tag if the confirmation has one, else by the date, else it is of what was asked for.</summary>
    [Theory]
    [InlineData("\"a\"", "\"a\"", null, true)]
    [InlineData("\"a\"", "\"b\"", null, false)]
    [InlineData("\"a\"", "W/\"a\"", null, true)]
    [InlineData("\"a\"", "W/\"b\"", null, false)]
    [InlineData("W/\"a\"", "W/\"a\"", null, true)]
    [InlineData("W/\"a\"", "\"a\"", null, true)]
    [InlineData("W/\"a\"", "\"b\"", null, false)]
    [InlineData(null, "\"a\"", null, false)]
    [InlineData("\"a\"", null, "Mon, 30 Nov 2026 11:00:00 GMT", true)]
    [InlineData("\"a\"", null, "Mon, 30 Nov 2026 11:00:01 GMT", false)]
    [InlineData("\"a\"", "\"a\"", "Mon, 30 Nov 2026 11:00:01 GMT", true)]
    [InlineData("\"a\"", null, null, true)]
    [InlineData(null, null, null, true)]
    public void Confirmation_IsOfWhatIsStored(string? stored, string? tag, string? modified, bool expected)
    {
        var headers = new HeaderDictionary { ["ETag"] = tag, ["Last-Modified"] = modified };
        var notModified = new ResponseFacts(StatusCodes.Status304NotModified, headers, Modified, Modified.AddHours(1)).Validators;

        Assert.Equal(expected, Preconditions.AreConfirmed(new Validators(stored, Modified, Modified.AddHours(1)), notModified));
    }

    [Theory]
    [InlineData("\"a,b\"", true)]
    [InlineData("W/\"a,b\"", false)]
    [InlineData("\"x\"", false)]
    [InlineData("Mon, 30 Nov 2026 11:00:00 GMT", true)]
    [InlineData("Mon, 30 Nov 2026 11:00:01 GMT", false)]
    public void IfRange(string value, bool expected) =>
        Assert.Equal(expected, Preconditions.AllowRange(new HeaderDictionary { ["If-Range"] = value }, Stored));

    [Theory]
    [InlineData("bytes=0-1", "Part", 0, 2)]
    [InlineData("bytes=8-", "Part", 8, 2)]
    [InlineData("bytes=8-100", "Part", 8, 2)]
    [InlineData("bytes=-3", "Part", 7, 3)]
    [InlineData("bytes=-30", "Part", 0, 10)]
    [InlineData("BYTES=9-9", "Part", 9, 1)]
    [InlineData("bytes=10-", "Unsatisfiable", 0, 0)]
    [InlineData("bytes=-0", "Unsatisfiable", 0, 0)]
    [InlineData("bytes=99999999999-", "Unsatisfiable", 0, 0)]
    [InlineData("bytes=2-1", "Whole", 0, 0)]
    [InlineData("bytes=0-1,3-4", "Whole", 0, 0)]
    [InlineData("bytes=a-b", "Whole", 0, 0)]
    [InlineData("bytes=0-99999999999999999999", "Whole", 0, 0)]
    [InlineData("bytes=--1", "Whole", 0, 0)]
    [InlineData("bytes=", "Whole", 0, 0)]
    [InlineData("lines=0-1", "Whole", 0, 0)]
    public void Range(string value, string kind, int start, int length) =>
        Assert.Equal((kind, start, length), ByteRange.Parse(value, 10) is var range ? (range.Kind.ToString(), range.Start, range.Length) : default);
}

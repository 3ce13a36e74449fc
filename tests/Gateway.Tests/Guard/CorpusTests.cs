namespace Affluence.Gateway.Tests.Guard;

/// <summary>Replays every file of <c>Corpus</c>. A request that slipped through once is a file there for ever.</summary>
[Trait("Category", "Integration")]
public sealed class CorpusTests(CorpusReplay replay) : IClassFixture<CorpusReplay>
{
    /// <summary>Answered by the gateway; the site sees nothing, and nothing is counted.</summary>
    public static TheoryData<string, int> Refused => new()
    {
        // Framing on which two servers might disagree (RFC 9112, section 11.2).
        { "length-and-chunked", 400 },
        { "length-and-chunked-smuggling", 400 },
        { "length-arabic-digit", 400 },
        { "length-empty", 400 },
        { "length-fraction", 400 },
        { "length-hexadecimal", 400 },
        { "length-list", 400 },
        { "length-minus", 400 },
        { "length-over-limit", 413 },
        { "length-overflow", 400 },
        { "length-plus", 400 },
        { "length-space-inside", 400 },
        { "lengths-two", 400 },
        { "lengths-two-equal", 400 },
        { "chunked-and-length", 400 },
        { "transfer-coding-behind-bare-line-feed", 400 },
        { "transfer-coding-chunked-twice", 501 },
        { "transfer-coding-folded", 400 },
        { "transfer-coding-gzip", 501 },
        { "transfer-coding-identity-with-length", 400 },
        { "transfer-coding-quoted", 400 },
        { "transfer-coding-space-before-colon", 400 },
        { "transfer-coding-two-lines", 400 },
        { "transfer-coding-unknown", 400 },
        { "transfer-coding-vertical-tab", 400 },
        // Lines and headers.
        { "line-feed-bare-in-headers", 400 },
        { "line-feeds-bare", 400 },
        { "carriage-return-bare-in-header", 400 },
        { "carriage-return-twice", 400 },
        { "header-40-kilobytes", 431 },
        { "header-folded", 400 },
        { "header-folded-first", 400 },
        { "header-folded-host", 400 },
        { "header-name-not-ascii", 400 },
        { "header-name-nul", 400 },
        { "header-space-before-colon", 400 },
        { "header-tab-before-colon", 400 },
        { "header-value-nul", 400 },
        { "header-without-colon", 400 },
        { "header-without-name", 400 },
        { "headers-101", 431 },
        { "headers-33-kilobytes", 431 },
        // Hosts and targets.
        { "host-empty", 400 },
        { "host-missing", 400 },
        { "host-missing-http-1.0", 400 },
        { "host-port-no-number", 400 },
        { "host-twice", 400 },
        { "host-two", 400 },
        { "host-unknown", 400 },
        { "host-with-comma", 400 },
        { "host-with-path", 400 },
        { "host-with-space", 400 },
        { "host-with-user", 400 },
        { "target-9000-bytes", 414 },
        { "target-absolute-file", 400 },
        { "target-absolute-other-host", 400 },
        { "target-asterisk", 405 },
        { "target-nul", 400 },
        { "target-query-9000-bytes", 414 },
        { "target-raw-latin-1", 400 },
        { "target-raw-utf-8", 400 },
        { "target-relative", 405 },
        // Methods.
        { "method-connect", 405 },
        { "method-long", 405 },
        { "method-lower-case", 405 },
        { "method-not-a-token", 400 },
        { "method-trace", 405 },
        { "method-unknown", 405 },
        { "method-with-bar", 405 },
        // Versions and request lines; 0 is no answer in HTTP/1.1 (to HTTP/2, a GOAWAY frame).
        { "version-0.9", 400 },
        { "version-1.10", 400 },
        { "version-2.0", 505 },
        { "version-9.9", 505 },
        { "version-http2-preface", 0 },
        { "version-lower-case", 505 },
        { "request-line-extra-word", 400 },
        { "request-line-leading-space", 400 },
        { "request-line-nul", 400 },
        { "request-line-tabs", 400 },
        { "request-line-two-spaces", 400 },
        // Other protocols on this port.
        { "protocol-icecast", 400 },
        { "protocol-proxy-v1", 400 },
        { "protocol-redis", 400 },
        { "protocol-rtsp", 505 },
        { "protocol-socks", 400 },
        { "protocol-ssh", 400 },
        { "protocol-tls", 400 },
    };

    /// <summary>What looks odd and is one request for every server, and a few that are not odd and keep this test honest.</summary>
    public static TheoryData<string> Passed =>
    [
        "control-chunked",
        "control-chunked-upper-case",
        "control-empty-line-first",
        "control-header-escape-character",
        "control-headers-90",
        "header-name-parenthesis",
        "target-absolute-same-host",
        "target-backslashes",
        "target-bad-percent",
        "target-dot-segments",
        "target-dot-segments-plain",
        "target-encoded-slashes",
        "target-escape-character",
        "target-fragment",
        "target-path-parameters",
        "target-two-slashes",
        "transfer-coding-in-http-1.0",
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Refused_SiteSeesNothingAndNothingIsCounted(string file, int status)
    {
        var outcome = await replay.PlayAsync(file);

        Assert.Equal(status == 0 ? [] : [status], outcome.Statuses);
        Assert.Empty(outcome.SeenBySite);
        Assert.Equal(0, outcome.Hits);
    }

    [Theory]
    [MemberData(nameof(Passed))]
    public async Task Passed_SiteSeesOneRequest(string file)
    {
        var outcome = await replay.PlayAsync(file);

        Assert.Equal(200, outcome.Statuses[0]);
        Assert.Single(outcome.SeenBySite);
    }

    [Fact]
    public async Task TwoRequestsInARow_SiteSeesBoth()
    {
        var outcome = await replay.PlayAsync("control-two-requests-in-a-row");

        Assert.Equal([200, 200, 200], outcome.Statuses);
        Assert.Equal(["GET /en", "GET /fr"], outcome.SeenBySite);
    }

    [Fact]
    public void EveryFile_IsInATable() =>
        Assert.Equal(
            Directory.GetFiles(CorpusReplay.Corpus, "*.http").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal),
            Refused.Select(row => row.Data.Item1)
                .Concat(CorpusBodyTests.Files.Select(row => row.Data))
                .Concat(Passed.Select(row => row.Data))
                .Append("control-two-requests-in-a-row")
                .Order(StringComparer.Ordinal));
}

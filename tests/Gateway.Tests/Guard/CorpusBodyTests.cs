namespace Affluence.Gateway.Tests.Guard;

/// <summary>
/// Files of <c>Corpus</c> whose head is as it should be, and has gone to the site when the body turns out not to be. The site sees at most that
/// one request, perhaps a moment after the answer, which is why these have a gateway of their own. It is no hit: the fault is the visitor's own.
/// </summary>
[Trait("Category", "Integration")]
public sealed class CorpusBodyTests(CorpusReplay replay) : IClassFixture<CorpusReplay>
{
    public static TheoryData<string> Files =>
    [
        "chunk-end-bare-line-feed",
        "chunk-extension-bare-line-feed",
        "chunk-extension-smuggling",
        "chunk-longer-than-its-size",
        "chunk-size-bare-line-feed",
        "chunk-size-minus",
        "chunk-size-overflow",
        "chunk-size-plus",
        "chunk-size-prefixed",
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Refused_SiteSeesNoOtherRequest(string file)
    {
        var outcome = await replay.PlayAsync(file);

        Assert.Equal([400], outcome.Statuses);
        Assert.All(outcome.SeenBySite, request => Assert.Equal("POST /en", request));
        Assert.Equal(0, outcome.Hits);
    }
}

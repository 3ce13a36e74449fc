using Affluence.Report.Attribution;
using Affluence.Report.Dashboard.Confidence;
using Affluence.Report.Languages;
using Affluence.Report.Snapshots;
using Affluence.ReportService.Tests.Fakes;
using Bunit;

namespace Affluence.ReportService.Tests.Dashboard.Confidence;

public sealed class ConfidencePanelTests : BunitContext
{
    private static readonly GeoDataset DbIp = new(
        "DBIP-Country-Lite", new DateTimeOffset(2016, 11, 1, 0, 0, 0, TimeSpan.Zero), "CC BY 4.0", "IP Geolocation by DB-IP", "https://db-ip.com", "0");

    [Fact]
    public void Night_EachDoubtHasItsFigure()
    {
        var panel = Draw(SampleSnapshot.Night, "en");

        Assert.Equal(
            [
                "Newest counted hit 2 s old",
                "Gateways reporting 2 none is delayed",
                "Hits given up 0 every request seen is counted",
                "Standard error ± 0.18% of visitors; of those turned away ± 381; page views are exact",
                "Networks of the visitors 150,321 no network is beyond its limit",
                "Visitors of unknown country 0.1% a part of every total",
                "Page views of the last minute 100,010 arrived 80,000 served, 20,010 refused: the books balance",
                "Standing live each minute is put on record as final later",
                "Requests in the window 2,000,000 of which by declared robots: 12",
                "Countries of addresses as of Tuesday, November 1, 2016 DBIP-Country-Lite IP Geolocation by DB-IP , CC BY 4.0",
            ],
            panel.FindAll(".confidence-rows > div").Select(Plain.Text));
        Assert.Empty(panel.FindAll(".concern"));
    }

    [Fact]
    public void Dataset_IsAttributedByALinkToItsMaker()
    {
        var panel = Draw(SampleSnapshot.Night, "fr");

        var link = panel.Find(".confidence-rows a");
        Assert.Equal("https://db-ip.com", link.GetAttribute("href"));
        Assert.Equal("IP Geolocation by DB-IP", link.TextContent);
        Assert.Contains("en date du mardi 1er novembre 2016", panel.FindAll(".confidence-rows > div").Select(Plain.Text).Last(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("/relative")]
    public void Dataset_AddressThatIsNoWebPage_IsNotLinkedTo(string address)
    {
        var panel = Draw(SampleSnapshot.Night, "en", DbIp with { AttributionUrl = address });

        Assert.Empty(panel.FindAll(".confidence-rows a"));
        Assert.Contains("IP Geolocation by DB-IP", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Dataset_NotKnown_SaysWhy()
    {
        var panel = Render<ConfidencePanel>(parameters => parameters
            .Add(confidence => confidence.Language, "en")
            .Add(confidence => confidence.Rows, [])
            .Add(confidence => confidence.DatasetReason, "GeoService gave no answer (Unavailable)."));

        Assert.Equal("Countries of addresses not known GeoService gave no answer (Unavailable).", Plain.Text(panel.Find(".confidence-rows > div")));
    }

    public static TheoryData<string, string> Concerns => new()
    {
        { nameof(SampleSnapshot.Night.Quality.DelayedWriters), "Gateways reporting Attention: 2 delayed: 1; what has not been sent yet is missing from the figures" },
        { nameof(SampleSnapshot.Night.Quality.DroppedHits), "Hits given up Attention: 1,234 at most so many are missing from the figures" },
        {
            nameof(SampleSnapshot.Night.Quality.FoldedPageViews),
            "Networks of the visitors Attention: 150,321 2,345 page views came from visitors beyond the limit of their network: browsers are invented, or the network is a large one"
        },
        { nameof(SampleSnapshot.Night.Quality.UnlocatedShare), "Visitors of unknown country Attention: 8% a part of every total" },
        { nameof(SampleSnapshot.Night.Quality.Freshness), "Newest counted hit Attention: 1 min old" },
        { nameof(SampleSnapshot.Night.Ledger), "Page views of the last minute Attention: 100,010 arrived 80,000 served, 20,010 refused: 7 unaccounted for" },
    };

    [Theory]
    [MemberData(nameof(Concerns))]
    public void Doubt_IsMarkedAndSaid(string which, string expected)
    {
        var quality = SampleSnapshot.Night.Quality;
        var snapshot = which switch
        {
            nameof(quality.DelayedWriters) => SampleSnapshot.Night with { Quality = quality with { DelayedWriters = 1 } },
            nameof(quality.DroppedHits) => SampleSnapshot.Night with { Quality = quality with { DroppedHits = 1_234 } },
            nameof(quality.FoldedPageViews) => SampleSnapshot.Night with { Quality = quality with { FoldedPageViews = 2_345 } },
            nameof(quality.UnlocatedShare) => SampleSnapshot.Night with { Quality = quality with { UnlocatedShare = 0.08 } },
            nameof(quality.Freshness) => SampleSnapshot.Night with { Quality = quality with { Freshness = TimeSpan.FromSeconds(75) } },
            _ => SampleSnapshot.Night with { Ledger = SampleSnapshot.Night.Ledger! with { Imbalance = 7 } },
        };

        var panel = Draw(snapshot, "en");

        Assert.Equal(expected, Plain.Text(Assert.Single(panel.FindAll(".concern"))).Replace(" ! ", " ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, 1, "Statut définitif il ne changera plus")]
    [InlineData(true, 3, "Statut définitif révision 3, après des données tardives")]
    [InlineData(false, 1, "Statut ! Attention : provisoire il peut encore changer")]
    public void PastMinute_IsFinalOrNot(bool final, int revision, string expected)
    {
        var panel = Draw(SampleSnapshot.Night with { Final = final, Revision = revision }, "fr", live: false);

        Assert.Contains(expected, panel.FindAll(".confidence-rows > div").Select(Plain.Text));
    }

    [Fact]
    public void NothingRecorded_EverythingIsNotKnown_AndNothingIsNought()
    {
        var panel = Draw(SampleSnapshot.Silent, "en");

        Assert.Contains("Newest counted hit ! Attention: not known No gateway recorded anything.", panel.FindAll(".concern").Select(Plain.Text));
        Assert.Contains("Hits given up ! Attention: not known No gateway recorded anything.", panel.FindAll(".concern").Select(Plain.Text));
        Assert.Contains("Standard error ! Attention: not known No gateway recorded anything.", panel.FindAll(".concern").Select(Plain.Text));
        Assert.Contains("Page views of the last minute ! Attention: not known No gateway recorded anything.", panel.FindAll(".concern").Select(Plain.Text));
    }

    private IRenderedComponent<ConfidencePanel> Draw(Snapshot snapshot, string language, GeoDataset? dataset = null, bool live = true)
    {
        Assert.True(Typography.TryFind(language, out var words));
        return Render<ConfidencePanel>(parameters => parameters
            .Add(panel => panel.Language, language)
            .Add(panel => panel.Rows, ConfidenceView.Of(snapshot, live, words))
            .Add(panel => panel.Dataset, DatasetView.Of(dataset ?? DbIp, words)));
    }
}

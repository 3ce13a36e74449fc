using System.Text.RegularExpressions;
using Affluence.Report.Dashboard.Confidence;
using Affluence.Report.Dashboard.Curve;
using Affluence.Report.Dashboard.Origins;
using Affluence.Report.Languages;
using Affluence.Report.Pictures;
using Affluence.Report.Snapshots;
using Affluence.Report.Surges;
using Affluence.ReportService.Tests.Fakes;

namespace Affluence.ReportService.Tests.Languages;

/// <summary>Words that follow a number agree with it: one visitor, « 0 visiteur ».</summary>
public partial class AgreementTests
{
    [Theory]
    [InlineData("en", 0, "0 visitors")]
    [InlineData("en", 1, "1 visitor")]
    [InlineData("en", 2, "2 visitors")]
    [InlineData("en", 1_001, "1,001 visitors")]
    [InlineData("fr", 0, "0 visiteur")]
    [InlineData("fr", 1, "1 visiteur")]
    [InlineData("fr", 2, "2 visiteurs")]
    public void Counted_Number_IsSingularAsTheLanguageHasIt(string language, long number, string text)
    {
        Assert.True(Typography.TryFind(language, out var words));

        Assert.Equal(text, words.Counted(number, words.Choose("visitor", "visiteur"), words.Choose("visitors", "visiteurs")));
    }

    [Theory]
    [InlineData("en", 0)]
    [InlineData("en", 1)]
    [InlineData("en", 2)]
    [InlineData("fr", 0)]
    [InlineData("fr", 1)]
    [InlineData("fr", 2)]
    public void EveryText_OfFewOfEverything_AgreesWithItsNumbers(string language, long number)
    {
        Assert.True(Typography.TryFind(language, out var words));

        foreach (var text in Texts(Few(number), number, words))
        {
            Assert.DoesNotMatch(words.Choose(EnglishPlural(), FrenchPlural()), text);
            Assert.DoesNotMatch(words.Choose(EnglishSingular(), FrenchSingular()), text);
        }
    }

    private static IEnumerable<string> Texts(Snapshot snapshot, long number, Typography words) =>
        [
            .. ConfidenceView.Of(snapshot, live: false, words).Select(row => $"{row.Value} {row.Note}"),
            .. CountryBar.Of([.. OriginRows.Of(snapshot, words), .. Others(number)], words).Select(bar => bar.Name),
            new PictureWords(SampleSnapshot.Toronto, words).CountriesTime(snapshot),
            .. CurveTexts(number, words),
        ];

    private static IEnumerable<string> CurveTexts(long number, Typography words)
    {
        var at = SampleSnapshot.Night.At;
        var data = new CurveData(
            CurveSpan.ThreeHours,
            at.AddMinutes(-179),
            at,
            CurveSpan.ThreeHours.Step,
            [.. Enumerable.Range(0, 180).Select(index => new CurvePoint(at.AddMinutes(index - 179), index < number ? null : number, number, number))],
            [new Surge(at.AddMinutes(-20), null, new SurgePeak(at.AddMinutes(-10), number, 3))],
            [],
            []);
        var view = CurveView.Of(data, null, SampleSnapshot.Toronto, words);
        return [view.Summary, .. view.Marks.Select(mark => mark.Text)];
    }

    // Of more countries than a picture shows.
    private static IEnumerable<OriginRow> Others(long number) =>
        CountryCode.All.Skip(20).Take((int)(number == 0 ? 0 : 6 + number)).Select(code => new OriginRow(code, code.ToString(), 1, 0, null, null, null, null, null, 0));

    private static Snapshot Few(long number) => SampleSnapshot.Night with
    {
        Visitors = number,
        Networks = number,
        Bots = number,
        Requests = number,
        PageViews = new PageViews(number, new Dictionary<string, long> { ["shed"] = number }) { FromCache = number, FromCacheStale = number },
        TurnedAway = number,
        Ledger = SampleSnapshot.Night.Ledger! with { Arrived = number, Served = number, Refused = new Dictionary<string, long> { ["shed"] = number }, Imbalance = number },
        Quality = SampleSnapshot.Night.Quality with { Writers = (int)number, DelayedWriters = (int)number, DroppedHits = number, FoldedPageViews = number },
    };

    [GeneratedRegex(@"(?<![\d,.])1[ \u00A0](visitors|page views|pages|points|others|minutes|hours|days|hits|requests|networks|gateways)|(?<![\d,.])1 of [^.]*are\b")]
    private static partial Regex EnglishPlural();

    [GeneratedRegex(@"(?<![\d,.])[02][ \u00A0](visitor|page view|page(?! views)|point|other|minute|hour|day|hit|request|network|gateway)\b")]
    private static partial Regex EnglishSingular();

    [GeneratedRegex(@"(?<![\d,.])[01][ \u00A0](visiteurs|pages|points|autres|minutes|heures|jours|requêtes|réseaux|passerelles|servies|refusées|arrivées)|(?<![\d,.])1 point sur [^.]*sont")]
    private static partial Regex FrenchPlural();

    [GeneratedRegex(@"(?<![\d,.])2[ \u00A0](visiteur|page|point|autre|minute|heure|jour|requête|réseau|passerelle|servie|refusée|arrivée)\b")]
    private static partial Regex FrenchSingular();
}

using Affluence.Report.Dashboard.Fairness;
using Affluence.Report.Fairness;
using Affluence.Report.Languages;
using Affluence.ReportService.Tests.Fairness;
using Affluence.ReportService.Tests.Fakes;
using Bunit;

namespace Affluence.ReportService.Tests.Dashboard.Fairness;

public sealed class FairnessPanelTests : BunitContext
{
    private static readonly FairnessRange Range = new(RoomNight.Start, RoomNight.Start.AddMinutes(40));

    [Theory]
    [InlineData("en", "Who came from 11 p.m. to 11:40 p.m.: 11 countries tested; 1 not tested, since too few came. A difference was found for", "waited longer", "not tested")]
    [InlineData("fr", "Personnes arrivées de 23 h à 23 h 40 : 11 pays vérifiés; 1 non vérifié, faute de visiteurs. Une différence a été trouvée pour", "attente plus longue", "non vérifié")]
    public void Rigged_EachCountryHasItsFiguresAndWhatWasFound(string language, string summary, string found, string notTested)
    {
        var panel = Draw(language, new FairnessReading(RoomNight.End, FairnessComposer.Compose(RoomNight.Record(1, "CA", 1.1), RoomNight.End), null));

        Assert.StartsWith(summary, Plain.Text(panel.Find(".fairness-summary")), StringComparison.Ordinal);
        Assert.Equal(9, panel.FindAll("thead th[scope=col]").Count);
        var canada = panel.FindAll("tbody tr").Single(row => row.QuerySelector("th[scope=row]")!.TextContent == "Canada");
        Assert.Equal(found, Plain.Text(canada.QuerySelector("b")!));
        Assert.Equal(notTested, Plain.Text(panel.FindAll("tbody tr")[^1].Children[^1]));
        Assert.NotEmpty(panel.Find(".table-frame[tabindex='0'][role=region]").GetAttribute("aria-label")!);
    }

    [Theory]
    [InlineData("en", "not known.")]
    [InlineData("fr", "inconnu.")]
    public void NothingCanBeSaid_SaysWhy(string language, string text)
    {
        var panel = Draw(language, new FairnessReading(RoomNight.End, null, "The counter did not tell of the waiting room (Unavailable)."));

        Assert.Contains(text, Plain.Text(panel.Find("section > p")), StringComparison.Ordinal);
        Assert.Equal("The counter did not tell of the waiting room (Unavailable).", panel.Find(".reason[lang=en]").TextContent);
        Assert.Empty(panel.FindAll("table"));
    }

    private IRenderedComponent<FairnessPanel> Draw(string language, FairnessReading reading) => Render<FairnessPanel>(parameters => parameters
        .Add(panel => panel.Language, language)
        .Add(panel => panel.View, FairnessView.Of(Range, reading, SampleSnapshot.Toronto, language == "fr" ? Typography.French : Typography.English)));
}

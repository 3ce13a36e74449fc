using Affluence.Report.Bulletins;
using Affluence.Report.Dashboard.Statement;
using Affluence.Report.Languages;
using Affluence.ReportService.Tests.Fakes;
using Bunit;

namespace Affluence.ReportService.Tests.Dashboard.Statement;

public sealed class StatementPanelTests : BunitContext
{
    [Theory]
    [InlineData("en", "en-CA", "fr-CA", "Copy the English text", "Copied.")]
    [InlineData("fr", "fr-CA", "en-CA", "Copier le texte français", "Copié.")]
    public void Statement_IsInBothLanguages_ThatOfThePageFirst(string language, string first, string second, string copy, string copied)
    {
        var panel = Draw(language);

        Assert.Equal([first, second], panel.FindAll(".statement-text").Select(text => text.GetAttribute("lang")));
        Assert.Equal(copy, Plain.Text(panel.Find("[data-copy]")));
        Assert.Equal(copied, panel.Find("[data-copy]").GetAttribute("data-copied"));
    }

    [Fact]
    public void Copy_TakesTheTextThatStandsAboveIt()
    {
        var panel = Draw("en");

        foreach (var button in panel.FindAll("[data-copy]"))
        {
            var text = panel.Find($"#{button.GetAttribute("data-copy")}");
            Assert.Equal(text.ParentElement, button.ParentElement!.ParentElement);
        }

        // Headline, imprint, paragraphs: the parts that the script puts together as the API's text does.
        Assert.Equal(Plain.Text(Write().English.Headline), Plain.Text(panel.Find("#statement-en").Children[0]));
        Assert.Equal("Draft, not issued as a bulletin.", Plain.Text(panel.Find("#statement-en").Children[1]));
        Assert.Equal(Plain.Text(Write().French.Paragraphs[^1]), Plain.Text(panel.Find("#statement-fr").Children[^1]));
    }

    [Fact]
    public void Draft_HasNoPermalink_AndCanBeIssuedWithAToken()
    {
        var issuable = IssuableView.Of(SampleSnapshot.Night.At, "fr", span: null, SampleSnapshot.Toronto, Typography.French);
        var panel = Draw("fr", parameters => parameters.Add(component => component.Issuable, issuable));

        var form = panel.Find("form.statement-issue");
        Assert.Empty(panel.FindAll(".statement-actions a"));
        Assert.Equal(("2016-11-08T23:00-05:00", "/fr?at=2016-11-08T23:00"), (form.GetAttribute("data-issue"), form.GetAttribute("data-issued-page")));
        Assert.Equal("Publier le bulletin de 23 h", Plain.Text(form.QuerySelector("button")!));
        Assert.Equal("Jeton d’opérateur", Plain.Text(form.QuerySelector("label")!));

        // Without a name it is in no address, whatever becomes of the script.
        Assert.Equal(("password", null), (form.QuerySelector("input")!.GetAttribute("type"), form.QuerySelector("input")!.GetAttribute("name")));
        Assert.Equal("post", form.GetAttribute("method"));
    }

    [Fact]
    public void Bulletin_HasItsNumberAndAPermalinkInEachLanguage_AndIsNotIssuedAgain()
    {
        var panel = Render<StatementPanel>(parameters => parameters
            .Add(component => component.Language, "en")
            .Add(component => component.Statements, StatementView.OfBulletin(Issued(7), Typography.English)));

        Assert.Equal(
            ["/api/v1/bulletins/7?lang=en&format=text", "/api/v1/bulletins/7?lang=fr&format=text"],
            panel.FindAll(".statement-actions a").Select(link => link.GetAttribute("href")));
        Assert.Equal("Bulletin 7, issued at 11:03 p.m. on Tuesday, November 8, 2016 (UTC−05:00).", Plain.Text(panel.Find(".statement-imprint")));
        Assert.Empty(panel.FindAll(".statement-issue"));
    }

    [Fact]
    public void History_TellsWhatReplacedWhat_WithLinksToMinuteAndTexts()
    {
        var panel = Draw("fr", parameters => parameters.Add(component => component.History,
        [
            BulletinEntryView.Of(Issued(2) with { Supersedes = 1 }, SampleSnapshot.Toronto, Typography.French),
            BulletinEntryView.Of(Issued(1) with { SupersededBy = 2 }, SampleSnapshot.Toronto, Typography.French),
        ]));

        var headline = Plain.Text(Write().French.Headline);
        Assert.Equal(
            [
                $"2 {headline} publié le 8 nov. à 23 h 03 remplace le 1 Texte du 2, anglais Texte du 2, français",
                $"1 {headline} publié le 8 nov. à 23 h 03 remplacé par le 2 Texte du 1, anglais Texte du 1, français",
            ],
            panel.FindAll(".bulletins li").Select(Plain.Text));
        Assert.Equal("/fr?at=2016-11-08T23:00", panel.Find(".bulletins li a").GetAttribute("href"));
        Assert.Single(panel.FindAll(".bulletin-replaced"));
    }

    [Fact]
    public void History_OfNone_SaysSo() => Assert.Equal("None was issued yet.", Plain.Text(Draw("en").Find(".bulletins p")));

    [Fact]
    public void Stale_WarnsBeforeTheText()
    {
        Assert.Empty(Draw("en").FindAll(".warning"));
        Assert.Equal(
            "Ces chiffres ne sont pas à jour : dites de quelle heure ils sont.",
            Plain.Text(Draw("fr", parameters => parameters.Add(component => component.IsStale, true)).Find(".warning")));
    }

    private IRenderedComponent<StatementPanel> Draw(string language, Action<ComponentParameterCollectionBuilder<StatementPanel>>? more = null)
    {
        Assert.True(Typography.TryFind(language, out var words));
        return Render<StatementPanel>(parameters =>
        {
            parameters
                .Add(panel => panel.Language, language)
                .Add(panel => panel.Statements, StatementView.OfDraft(Write(), words));
            more?.Invoke(parameters);
        });
    }

    private static BilingualStatement Write() => new BulletinWriter(SampleSnapshot.Toronto).Write(SampleSnapshot.Night, attribution: null);

    private static Bulletin Issued(long number)
    {
        var (statement, issuedAt) = (Write(), SampleSnapshot.Night.At.AddMinutes(3));
        return new Bulletin(
            number,
            SampleSnapshot.Night.At,
            Revision: 1,
            issuedAt,
            Final: true,
            Supersedes: null,
            SupersededBy: null,
            Attribution: null,
            IssuedText.Of(statement.English, Imprint.OfBulletin(Typography.English, number, issuedAt, supersedes: null)),
            IssuedText.Of(statement.French, Imprint.OfBulletin(Typography.French, number, issuedAt, supersedes: null)));
    }
}

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
    public void Copy_NamesTheTextThatStandsAboveIt()
    {
        var panel = Draw("en");

        foreach (var button in panel.FindAll("[data-copy]"))
        {
            var text = panel.Find($"#{button.GetAttribute("data-copy")}");
            Assert.Equal(text.ParentElement, button.ParentElement!.ParentElement);
            Assert.NotNull(button.ParentElement!.QuerySelector("[role=status]"));
        }

        Assert.Equal("About 200,000 visitors on the site at 11 p.m. on Tuesday, November 8, 2016", Plain.Text(panel.Find("#statement-en h3")));
        Assert.Equal("Environ 200 000 visiteurs sur le site à 23 h, le mardi 8 novembre 2016", Plain.Text(panel.Find("#statement-fr h3")));
    }

    [Fact]
    public void Permalink_IsOfTheMinute_InTheLanguageOfTheText()
    {
        var panel = Draw("en");

        Assert.Equal(
            ["/?at=2016-11-08T23:00#statement-title", "/fr?at=2016-11-08T23:00#statement-title"],
            panel.FindAll(".statement-actions a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public void Stale_WarnsBeforeTheText()
    {
        Assert.Empty(Draw("en").FindAll(".warning"));
        Assert.Equal("Ces chiffres ne sont pas à jour : dites de quelle heure ils sont.", Plain.Text(Draw("fr", stale: true).Find(".warning")));
    }

    private IRenderedComponent<StatementPanel> Draw(string language, bool stale = false)
    {
        Assert.True(Typography.TryFind(language, out var words));
        return Render<StatementPanel>(parameters => parameters
            .Add(panel => panel.Language, language)
            .Add(panel => panel.Bulletins, StatementView.Of(SampleSnapshot.Night, SampleSnapshot.Toronto, words))
            .Add(panel => panel.IsStale, stale));
    }
}

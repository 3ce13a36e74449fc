using System.Net;
using Affluence.Site.Eligibility;

namespace Affluence.Site.Tests.Eligibility;

[Trait("Category", "Integration")]
public sealed class EligibilityFormTests(SharedSite site) : IClassFixture<SharedSite>
{
    [Theory]
    [InlineData("0", true)]
    [InlineData(" 34 ", true)]
    [InlineData("120", true)]
    [InlineData("121", false)]
    [InlineData("-1", false)]
    [InlineData("3.5", false)]
    [InlineData("1e1", false)]
    [InlineData("٣٤", false)]
    [InlineData("99999999999999999999", false)]
    [InlineData("<script>", false)]
    public void Age_Entered_IsAWholeNumberWithinReason(string age, bool valid)
    {
        var (errors, answers) = new EligibilityForm("Visit", "Outside", age).Read();

        Assert.Equal(valid ? [] : [EligibilityError.AgeInvalid], errors);
        Assert.Equal(valid, answers is not null);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("+1")]
    [InlineData("Visit,Study")]
    [InlineData("Emigrate")]
    public void Purpose_NotOneOfTheChoices_IsMissing(string? purpose) =>
        Assert.Equal([EligibilityError.PurposeMissing], new EligibilityForm(purpose, "Outside", "30").Read().Errors);

    [Fact]
    public async Task Form_FirstSeen_HasNoError()
    {
        var html = await ReadAsync("/en/eligibility");

        Assert.DoesNotContain("error-summary", html, StringComparison.Ordinal);
        Assert.DoesNotContain("aria-invalid", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/en/eligibility?age=", "Error: Check eligibility – Immigration Borealia")]
    [InlineData("/fr/eligibility?age=", "Erreur\u00A0: Vérifier son admissibilité – Immigration Boréalie")]
    public async Task Form_SentEmpty_NamesEveryFieldInALinkToIt(string path, string title)
    {
        var html = await ReadAsync(path);
        var links = HtmlText.References(html).Where(reference => reference.StartsWith('#')).ToList();

        Assert.Equal(["#main", "#purpose", "#place", "#age"], links);
        Assert.All(links, link => Assert.Single(html.Split($" id=\"{link[1..]}\"").Skip(1)));
        Assert.Contains("role=\"alert\"", html, StringComparison.Ordinal);
        Assert.Equal(title, HtmlText.Title(html));
    }

    [Fact]
    public async Task Form_SentWithABadAge_KeepsWhatWasEnteredAndTiesTheMessageToTheField()
    {
        var html = await ReadAsync("/en/eligibility?purpose=Work&place=Inside&age=%22%3E%3Cscript%3E");
        var age = HtmlText.Tags(html, "input").Single(tag => HtmlText.Attribute(tag, "id") == "age");

        Assert.Equal("\"><script>", HtmlText.Attribute(age, "value"));
        Assert.Equal("age-hint age-error", HtmlText.Attribute(age, "aria-describedby"));
        Assert.Equal("true", HtmlText.Attribute(age, "aria-invalid"));
        Assert.Equal(
            ["Work", "Inside"],
            HtmlText.Tags(html, "input").Where(tag => tag.Contains(" checked", StringComparison.Ordinal)).Select(tag => HtmlText.Attribute(tag, "value")!));
    }

    [Fact]
    public async Task Form_EveryControl_HasALabel()
    {
        var html = await ReadAsync("/fr/eligibility");
        var labelled = HtmlText.Tags(html, "label").Select(tag => HtmlText.Attribute(tag, "for"));

        Assert.Equal(labelled, HtmlText.Tags(html, "input").Select(tag => HtmlText.Attribute(tag, "id")));
    }

    [Fact]
    public async Task Form_SentComplete_AnswersAndIsKeptByNobody()
    {
        using var response = await site.Pages.GetAsync(
            "/fr/eligibility?purpose=Citizenship&place=Outside&age=17", TestContext.Current.CancellationToken);
        var text = HtmlText.Visible(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.CacheControl is { NoStore: true, Private: true });
        Assert.Contains("à titre de résidents permanents", text, StringComparison.Ordinal);
        Assert.Contains("un parent ou un tuteur", text, StringComparison.Ordinal);
        Assert.Contains("ni une décision ni un conseil", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LanguageSwitch_OnASentForm_KeepsTheAnswers()
    {
        var html = await ReadAsync("/en/eligibility?purpose=Visit&place=Outside&age=30");

        Assert.Contains("/fr/eligibility?purpose=Visit&place=Outside&age=30", HtmlText.References(html));
    }

    private Task<string> ReadAsync(string path) => site.Pages.GetStringAsync(path, TestContext.Current.CancellationToken);
}

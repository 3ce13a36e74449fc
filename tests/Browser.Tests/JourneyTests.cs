using System.Text.RegularExpressions;

namespace Affluence.Browser.Tests;

/// <summary>What the communications officer does on the page, on the night's record.</summary>
public sealed partial class JourneyTests(SharedBrowser browser, SharedNight night) : BrowserTest(browser)
{
    private const string At23 = "?at=2016-11-08T23:00";

    // A hundredth of the night is played.
    [GeneratedRegex("^(1,9[5-9][0-9]|2,0[0-4][0-9])$")]
    private static partial Regex AboutTwoThousand();

    [GeneratedRegex("[?]at=2016-11-08T23(:|%3A)00$")]
    private static partial Regex EndsWithThePermalink();

    [Fact]
    public async Task Minute_IsPicked_WholePageShowsItAndItsPermalinkOpensTheSame()
    {
        await using var window = await OpenDashboardAsync();
        await window.GoLiveAsync("/");

        await window.Page.GetByLabel("Show another minute").FillAsync("2016-11-08T23:00");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();

        await Expect(window.Page).ToHaveURLAsync(EndsWithThePermalink());
        await Expect(window.Page.Locator(".moment-time")).ToHaveTextAsync("11 p.m. on Tuesday, November 8, 2016");
        await AssertShowsTheNightAsync(window);
        var figure = await window.Figure.InnerTextAsync();
        var permalink = await window.Page.Locator(".moment-permalink a").GetAttributeAsync("href");

        await using var other = await OpenDashboardAsync();
        await other.Page.GotoAsync(permalink!);
        await AssertShowsTheNightAsync(other);
        await Expect(other.Figure).ToHaveTextAsync(figure);

        await window.Page.GetByRole(AriaRole.Link, new() { Name = "−1 min" }).ClickAsync();
        await Expect(window.Page.Locator(".now-time")).ToContainTextAsync("10:59 p.m.");
        await Expect(window.Figure).Not.ToHaveTextAsync(figure);
        await window.Page.GoBackAsync();
        await Expect(window.Figure).ToHaveTextAsync(figure);
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Back to live" }).ClickAsync();
        await Expect(window.Page.Locator("[data-board=live]")).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("You are looking at the past")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Language_IsSwitched_MomentAndLengthOfTheCurveStay()
    {
        await using var window = await OpenDashboardAsync();
        await window.Page.GotoAsync($"/{At23}&span=24h");
        var figure = await window.Figure.InnerTextAsync();

        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Français" }).ClickAsync();

        await Expect(window.Page).ToHaveURLAsync(new Regex(@"/fr[?]at=2016-11-08T23:00&span=24h$"));
        await Expect(window.Page.Locator("html")).ToHaveAttributeAsync("lang", "fr-CA");
        await Expect(window.Page.Locator(".moment-time")).ToHaveTextAsync("23 h, le mardi 8 novembre 2016");
        await Expect(window.Page.Locator(".choices [aria-current=true]")).ToHaveTextAsync("24 heures");
        Assert.Equal(Digits(figure), Digits(await window.Figure.InnerTextAsync()));

        await window.Page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();

        await Expect(window.Page).ToHaveURLAsync(new Regex(@"/[?]at=2016-11-08T23:00&span=24h$"));
        await Expect(window.Figure).ToHaveTextAsync(figure);
    }

    [Theory]
    [InlineData("en", "English")]
    [InlineData("fr", "French")]
    public async Task Bulletin_IsIssuedAndCopied_IsWhatTheApiSays(string language, string name)
    {
        await using var window = await OpenDashboardAsync();
        await window.GoLiveAsync("/");
        await window.Page.GetByLabel("Show another minute").FillAsync(language == "en" ? "2016-11-08T22:58" : "2016-11-08T22:59");
        await window.Page.GetByLabel("Show another minute").PressAsync("Enter");
        await Expect(window.Page.Locator(".moment-banner")).ToBeVisibleAsync();
        await window.IssueAsync((await night.ReadyAsync()).CredentialsDirectory);
        var permalink = window.Page.GetByRole(AriaRole.Link, new() { Name = $"Permalink, {name}" });
        await Expect(permalink).ToBeVisibleAsync();

        await window.Page.GetByRole(AriaRole.Button, new() { Name = $"Copy the {name} text" }).ClickAsync();

        await Expect(window.Page.GetByText("Copied.", new() { Exact = true })).ToBeVisibleAsync();
        var copied = await window.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        using var client = new HttpClient();
        var issued = await client.GetStringAsync(new Uri((await night.ReadyAsync()).Report.Public, await permalink.GetAttributeAsync("href")));
        Assert.Equal(issued.Trim(), copied);
        Assert.Contains(language == "en" ? "visitors" : "visiteurs", copied, StringComparison.Ordinal);
        await window.Page.GetByText("Bulletins issued").ClickAsync();
        await Expect(window.Page.Locator(".bulletins li").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Text_CopiedBeforeThePageIsConnected_IsStillSaidToBeCopiedWhenItIs()
    {
        await using var window = await OpenDashboardAsync();
        var connected = new TaskCompletionSource();
        await window.Page.RouteAsync("**/_blazor/**", async route =>
        {
            await connected.Task;
            await route.ContinueAsync();
        });
        await window.Page.GotoAsync("/?at=2016-11-08T23:00");

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Copy the English text" }).ClickAsync();

        var copied = window.Page.GetByText("Copied.", new() { Exact = true });
        await Expect(copied).ToBeVisibleAsync();
        connected.SetResult();
        await Expect(window.Page.Locator("[data-connected]")).ToBeVisibleAsync();
        await Expect(copied).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Address_CannotBeRead_PageSaysWhichPartAndLeadsBack()
    {
        await using var window = await OpenDashboardAsync();
        window.IsCutOff = true;

        var answer = await window.Page.GotoAsync("/?at=yesterday");

        Assert.Equal(400, answer!.Status);
        await Expect(window.Page.Locator(".fault")).ToContainTextAsync("at: 'yesterday'");
        await window.Page.GetByLabel("Show another minute").FillAsync("2016-11-08T23:00");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await AssertShowsTheNightAsync(window);
    }

    private static async Task AssertShowsTheNightAsync(Window window)
    {
        await Expect(window.Page).ToHaveTitleAsync("11 p.m., Nov. 8, 2016 – Affluence");
        await Expect(window.Figure).ToHaveTextAsync(AboutTwoThousand());
        await Expect(window.Page.Locator(".now-comparison")).ToContainTextAsync("12 times");
        await Expect(window.Page.Locator(".now-time")).ToHaveTextAsync("11 p.m. on Tuesday, November 8, 2016");
        await Expect(window.Page.Locator(".origins-table tbody tr").First).ToContainTextAsync("United States");
        await Expect(window.Page.Locator("#statement-en")).ToContainTextAsync("at 11 p.m. on Tuesday, November 8, 2016");
        await Expect(window.Page.Locator("#statement-fr")).ToContainTextAsync("mardi 8 novembre 2016");
        await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "IP Geolocation by DB-IP" })).ToBeVisibleAsync();
    }

    private static string Digits(string text) => new([.. text.Where(char.IsAsciiDigit)]);

    private async Task<Window> OpenDashboardAsync() => await OpenAsync((await night.ReadyAsync()).Report.Public);
}

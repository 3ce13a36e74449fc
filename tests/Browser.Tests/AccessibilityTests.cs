using Affluence.Standalone;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Affluence.Browser.Tests;

/// <summary>
/// axe finds nothing serious or critical on any page, in light, in dark and on a phone; and no page is wider than the phone.
/// </summary>
public sealed class AccessibilityTests(SharedBrowser browser, SharedNight night) : BrowserTest(browser)
{
    private const int PhoneWidth = 360;
    private const string At23 = "at=2016-11-08T23:00";

    /// <summary>Nothing if the page is not; else its width, and what reaches beyond the phone and can't be scrolled by itself.</summary>
    private const string WhatIsTooWide =
        """
        width => document.documentElement.scrollWidth <= width ? [] : [
          `${document.documentElement.scrollWidth} px`,
          ...[...document.querySelectorAll('body *')]
            .filter(element => element.getBoundingClientRect().right > width && !element.closest('.table-frame'))
            .map(element => `${element.tagName} '${element.id || element.textContent.trim().slice(0, 60)}' to ${Math.round(element.getBoundingClientRect().right)} px`),
        ]
        """;

    private static readonly string[] Serious = ["serious", "critical"];

    /// <summary>Every page of the site in one language, as its menu lists them, and one that there is not.</summary>
    private static readonly string[] SiteSlugs =
        ["", "/permanent-residence", "/citizenship", "/work", "/study", "/visit", "/eligibility", "/processing-times", "/contact", "/no-such-page"];

    [Theory]
    [InlineData("/")]
    [InlineData("/fr")]
    [InlineData($"/?{At23}")]
    [InlineData($"/fr?{At23}&span=7d")]
    [InlineData("/?at=yesterday")]
    [InlineData("/fr?at=2012-11-08T23:00")]
    public async Task Dashboard_Page_HasNoSeriousViolationAndFitsAPhone(string path)
    {
        var system = await night.ReadyAsync();
        await Visitors.ComeAsync(system, 1);
        await using var window = await OpenAsync(system.Report.Public);
        window.IsCutOff = path.Contains("yesterday", StringComparison.Ordinal) || path.Contains("2012", StringComparison.Ordinal);
        await window.Page.GotoAsync(path);

        await AssertAccessibleAsync(window);
    }

    [Fact]
    public async Task Dashboard_WithABulletinAndTheFullTable_HasNoSeriousViolationAndFitsAPhone()
    {
        await using var window = await OpenAsync((await night.ReadyAsync()).Report.Public);
        await window.GoConnectedAsync("/?at=2016-11-08T22:57");
        await window.IssueAsync((await night.ReadyAsync()).CredentialsDirectory);
        await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "Permalink, English" })).ToBeVisibleAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Against last week" }).ClickAsync();

        await AssertAccessibleAsync(window);

        // A bulletin is listed on every page from then on, in its own words there too.
        foreach (var path in (string[])["/fr?at=2016-11-08T22:57", "/fr", "/"])
        {
            await window.GoConnectedAsync(path);
            await AssertAccessibleAsync(window);
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public async Task Site_EveryPage_HasNoSeriousViolationAndFitsAPhone(string language)
    {
        await using var window = await OpenAsync((await night.ReadyAsync()).Gateway.Public);
        foreach (var slug in SiteSlugs)
        {
            window.IsCutOff = slug == SiteSlugs[^1];
            var answer = await window.Page.GotoAsync($"/{language}{slug}");
            Assert.Equal(window.IsCutOff ? 404 : 200, answer!.Status);
            await AssertAccessibleAsync(window);
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public async Task SiteForm_Answered_HasNoSeriousViolation(string language)
    {
        await using var window = await OpenAsync((await night.ReadyAsync()).Gateway.Public);
        await window.Page.GotoAsync($"/{language}/eligibility");

        await window.Page.Locator("main form [type=submit], main form button").First.ClickAsync();

        await AssertAccessibleAsync(window);
    }

    [Theory]
    [InlineData("""{ "errorShare": 1.0 }""", 500)]
    [InlineData("""{ "errorShare": 0.0, "capacity": 0 }""", 503)]
    public async Task SiteError_InBothLanguages_HasNoSeriousViolationAndFitsAPhone(string knobs, int status)
    {
        using var folder = new TemporaryDirectory();
        await using var system = await StartAsync(folder);
        using var client = new HttpClient().AsOperator(system.CredentialsDirectory);
        using var body = new StringContent(knobs, System.Text.Encoding.UTF8, "application/json");
        (await client.PutAsync(new Uri(system.Site.Management, "/knobs"), body)).EnsureSuccessStatusCode();
        await using var window = await OpenAsync(system.Gateway.Public);
        window.IsCutOff = true;
        foreach (var language in (string[])["en", "fr"])
        {
            var answer = await window.Page.GotoAsync($"/{language}");

            Assert.Equal(status, answer!.Status);
            await AssertAccessibleAsync(window);
        }
    }

    [Fact]
    public async Task GatewayRefusal_NoSite_HasNoSeriousViolationAndFitsAPhone()
    {
        using var folder = new TemporaryDirectory();
        await using var system = await StartAsync(folder, ("Gateway:Site:Address", "http://127.0.0.1:1"));
        await using var window = await OpenAsync(system.Gateway.Public);
        window.IsCutOff = true;

        var answer = await window.Page.GotoAsync("/en");

        Assert.Equal(502, answer!.Status);
        await AssertAccessibleAsync(window);
    }

    /// <summary>And when there is no need to wait any more, it takes the visitor on by itself.</summary>
    [Fact]
    public async Task WaitingRoom_InBothLanguages_HasNoSeriousViolationFitsAPhoneAndTakesOnByItself()
    {
        using var folder = new TemporaryDirectory();
        await using var system = await StartAsync(folder);
        using var client = new HttpClient().AsOperator(system.CredentialsDirectory);
        (await client.PostAsync(new Uri(system.Gateway.Management, "/waiting-room/open"), null)).EnsureSuccessStatusCode();

        foreach (var (language, heading) in (IEnumerable<(string, string)>)[("fr", "Votre place est gardée"), ("en", "Your place is kept")])
        {
            // A window of its own, since a page that waits goes on by itself. A browser without a head says that it is a bot.
            await using var window = await OpenAsync(system.Gateway.Public, new BrowserNewContextOptions { UserAgent = "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0" });
            window.IsCutOff = true;
            await Eventually.TrueAsync(
                async () => (await window.Page.GotoAsync($"/{language}/eligibility?x=1"))!.Headers.ContainsKey("refresh"), () => "nobody is sent to wait");

            await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(heading);
            await AssertAccessibleAsync(window);
            if (language == "en")
            {
                (await client.PostAsync(new Uri(system.Gateway.Management, "/waiting-room/close"), null)).EnsureSuccessStatusCode();
                await Expect(window.Page.Locator("main form")).ToBeVisibleAsync();
            }
        }
    }

    private static Task<StandaloneSystem> StartAsync(TemporaryDirectory folder, params (string Key, string Value)[] settings) =>
        StandaloneSystem.StartAsync(new StandaloneOptions
        {
            DataDirectory = folder.Path,
            UseDefaultPorts = false,
            Settings = settings.Append(("Logging:LogLevel:Default", "Critical")).ToDictionary(setting => setting.Item1, string? (setting) => setting.Item2),
        });

    /// <summary>With everything on it that can be opened open.</summary>
    private static async Task AssertAccessibleAsync(Window window)
    {
        var page = window.Page;
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");
        List<string> violations = [];
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        violations.AddRange(await ViolationsAsync(page, "light"));

        // Nothing but the colours is another.
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        violations.AddRange(await ViolationsAsync(page, "dark", "color-contrast"));
        await page.SetViewportSizeAsync(PhoneWidth, 740);
        violations.AddRange(await ViolationsAsync(page, "phone"));
        // What is drawn to fit comes some time after the size.
        string[] tooWide = [];
        await Eventually.TrueAsync(
            async () => (tooWide = await page.EvaluateAsync<string[]>(WhatIsTooWide, PhoneWidth)).Length == 0,
            () => $"{page.Url} is wider than a phone of {PhoneWidth} px: {string.Join("; ", tooWide)}");
        await page.SetViewportSizeAsync(1280, 720);

        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    private static async Task<IEnumerable<string>> ViolationsAsync(IPage page, string how, params string[] rules)
    {
        var options = new AxeRunOptions { ResultTypes = [ResultType.Violations] };
        if (rules.Length > 0)
        {
            options.RunOnly = RunOnlyOptions.Rules(rules);
        }

        var result = await page.RunAxe(options);
        return
            from violation in result.Violations
            where Serious.Contains(violation.Impact)
            from node in violation.Nodes
            select $"{page.Url}, {how}: {violation.Id} ({violation.Impact}) at {node.Target}: {node.Html}: {string.Join("; ", node.Any.Select(check => check.Message))}";
    }
}

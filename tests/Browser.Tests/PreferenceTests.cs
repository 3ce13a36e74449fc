namespace Affluence.Browser.Tests;

/// <summary>The page as its reader's device wants it.</summary>
public sealed class PreferenceTests(SharedBrowser browser, SharedNight night) : BrowserTest(browser)
{
    private const string Night = "/?at=2016-11-08T23:00";
    private const string Background = "getComputedStyle(document.body).backgroundColor";

    [Fact]
    public async Task Phone_KeyFiguresAreInSightAndNothingIsToScrollSideways()
    {
        await using var window = await OpenAsync(
            (await night.ReadyAsync()).Report.Public,
            new() { ViewportSize = new() { Width = 360, Height = 800 }, HasTouch = true, IsMobile = true });
        await window.GoConnectedAsync(Night);

        await Expect(window.Figure).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(window.Page.Locator(".now-comparison strong")).ToBeInViewportAsync(new() { Ratio = 1 });
        Assert.Equal(360, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));

        await window.Page.GetByText("What these figures mean").TapAsync();
        await Expect(window.Page.Locator(".definitions")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Dark_IsAsTheSystemUntilTheReaderChoosesAndThenStays()
    {
        await using var window = await OpenAsync((await night.ReadyAsync()).Report.Public, new() { ColorScheme = ColorScheme.Dark });
        await window.Page.GotoAsync(Night);
        var dark = await window.Page.EvaluateAsync<string>(Background);
        var button = window.Page.GetByRole(AriaRole.Button, new() { Name = "Dark" });
        await Expect(button).ToHaveAttributeAsync("aria-pressed", "true");

        await button.ClickAsync();

        await Expect(button).ToHaveAttributeAsync("aria-pressed", "false");
        var light = await window.Page.EvaluateAsync<string>(Background);
        Assert.NotEqual(dark, light);
        await window.Page.ReloadAsync();
        Assert.Equal(light, await window.Page.EvaluateAsync<string>(Background));
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "−1 min" }).ClickAsync();
        await Expect(window.Page.Locator(".now-time")).ToContainTextAsync("10:59 p.m.");
        Assert.Equal(light, await window.Page.EvaluateAsync<string>(Background));
    }

    [Fact]
    public async Task ReducedMotion_NothingMoves()
    {
        await using var window = await OpenAsync((await night.ReadyAsync()).Report.Public, new() { ReducedMotion = ReducedMotion.Reduce });
        await window.Page.GotoAsync(Night);
        await Expect(window.Page.Locator(".curve-charts svg").First).ToBeVisibleAsync();

        var moving = await window.Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll('*')].filter(element => {
              const style = getComputedStyle(element);
              return style.animationName !== 'none' || style.transitionDuration.split(', ').some(duration => duration !== '0s');
            }).map(element => element.outerHTML.slice(0, 100))
            """);

        Assert.Empty(moving);
    }

    [Fact]
    public async Task NoScript_FiguresOfTheMinuteAreThere()
    {
        await using var window = await OpenAsync((await night.ReadyAsync()).Report.Public, new() { JavaScriptEnabled = false });

        await window.Page.GotoAsync(Night);

        await Expect(window.Page.Locator(".now-comparison")).ToContainTextAsync("12 times");
        await window.Page.GetByLabel("Show another minute").FillAsync("2016-11-08T22:59");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Expect(window.Page.Locator(".now-time")).ToContainTextAsync("10:59 p.m.");
    }
}

namespace Affluence.Browser.Tests;

/// <summary>The page without a mouse.</summary>
public sealed class KeyboardTests(SharedBrowser browser, SharedNight night) : BrowserTest(browser)
{
    // More than there is to go to on the page with nothing opened.
    private const int MostStops = 120;

    /// <summary>What has the focus: its name, and what can't be seen of it.</summary>
    private const string Focused =
        """
        () => {
          const element = document.activeElement;
          const name = `${element.tagName} ${element.textContent.trim().slice(0, 60)}`;
          const style = getComputedStyle(element);
          const box = element.getBoundingClientRect();
          const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
          const inSight = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
          return { name, fault: outlined ? inSight ? '' : 'is out of sight' : 'has no outline' };
        }
        """;

    [Fact]
    public async Task SkipLink_IsFirstAndLeadsToTheFigures()
    {
        await using var window = await OpenAsync((await night.ReadyAsync()).Report.Public);
        await window.GoConnectedAsync("/?at=2016-11-08T23:00");

        await window.Page.Keyboard.PressAsync("Tab");

        var link = window.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to the figures" });
        await Expect(link).ToBeFocusedAsync();
        await Expect(link).ToBeInViewportAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page.Locator("main")).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("Tab");
        await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "A week earlier" })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task EveryStop_IsSeenToHaveTheFocus()
    {
        await using var window = await OpenAsync((await night.ReadyAsync()).Report.Public);
        await window.GoConnectedAsync("/?at=2016-11-08T23:00");
        List<(string Name, string Fault)> stops = [];
        do
        {
            await window.Page.Keyboard.PressAsync("Tab");
            var stop = await window.Page.EvaluateAsync<System.Text.Json.JsonElement>(Focused);
            stops.Add((stop.GetProperty("name").GetString()!, stop.GetProperty("fault").GetString()!));
        }
        while (!stops[^1].Name.StartsWith("A Definitions", StringComparison.Ordinal) && stops.Count < MostStops);

        Assert.DoesNotContain(stops, stop => stop.Fault.Length > 0);
        string[] expected = ["A Français", "BUTTON Dark", "A Back to live", "A 24 hours", "INPUT", "BUTTON Show", "SUMMARY The curve as a table", "BUTTON Against last week", "BUTTON Copy the French text", "SUMMARY Bulletins issued", "A Definitions"];
        Assert.Equal(expected, expected.Where(name => stops.Any(stop => stop.Name.StartsWith(name, StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Night_IsReachedAndItsBulletinCopied_ByKeysAlone()
    {
        await using var window = await OpenAsync((await night.ReadyAsync()).Report.Public, new() { Locale = "en-US" });
        await window.GoLiveAsync("/");

        await TabToAsync(window, window.Page.GetByLabel("Show another minute"));
        await window.Page.Keyboard.TypeAsync("110820161100PM");
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page.Locator(".now-time")).ToHaveTextAsync("11 p.m. on Tuesday, November 8, 2016");

        await TabToAsync(window, window.Page.GetByRole(AriaRole.Button, new() { Name = "Against last week" }));
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Against last week" })).ToHaveAttributeAsync("aria-pressed", "true");

        await TabToAsync(window, window.Page.GetByRole(AriaRole.Button, new() { Name = "Copy the English text" }));
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page.GetByText("Copied.", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Contains("about 2,000 visitors", await window.Page.EvaluateAsync<string>("navigator.clipboard.readText()"), StringComparison.OrdinalIgnoreCase);
    }

    private static async Task TabToAsync(Window window, ILocator wanted)
    {
        for (var stop = 0; stop < MostStops; stop++)
        {
            await window.Page.Keyboard.PressAsync("Tab");
            if (await wanted.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }
        }

        Assert.Fail($"{wanted} is not reached by the tabulator.");
    }
}

using System.Text.RegularExpressions;
using Affluence.Standalone;
using Affluence.Testing.Stores;

namespace Affluence.Browser.Tests;

/// <summary>A live page, and what it says when what it shows grows old.</summary>
public sealed partial class LiveTests(SharedBrowser browser, SharedNight night) : BrowserTest(browser)
{
    [Fact]
    public async Task Figure_VisitorsCome_IsTheirNumberWithoutLoadingAnew()
    {
        using var folder = new TemporaryDirectory();
        await using var system = await StartAsync(folder);
        await using var window = await OpenAsync(system.Report.Public);
        await window.GoLiveAsync("/");
        await Expect(window.Page.Locator(".now-figure")).ToContainTextAsync(NobodyYet());

        await Visitors.ComeAsync(system, 20);

        await Expect(window.Figure).ToHaveTextAsync("20");
        await Expect(window.Page.Locator(".now-age")).ToHaveTextAsync(AgeText());
        await Expect(window.Page.Locator("html")).Not.ToHaveClassAsync("is-silent");
    }

    [Fact]
    public async Task Store_IsAway_PageSaysSoAndGreysTheFigureUntilItIsBack()
    {
        using var folder = new TemporaryDirectory();
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var system = await StartAsync(folder, store.ConnectionString);
        await Visitors.ComeAsync(system, 3);
        await using var window = await OpenAsync(system.Report.Public);
        await window.GoLiveAsync("/");
        await Expect(window.Figure).ToHaveTextAsync("3");
        await AssertGreyAsync(window, false);

        await store.StopAsync();

        var warning = window.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "These figures are old" });
        await Expect(warning).ToBeVisibleAsync();
        await Expect(window.Figure).ToHaveTextAsync("3");
        await AssertGreyAsync(window, true);
        await Expect(window.Page.Locator("[aria-live=polite]")).ToHaveTextAsync("The figures are no longer up to date.");

        await store.StartAsync();
        await Visitors.ComeAsync(system, 2, first: 3);

        await Expect(window.Figure).ToHaveTextAsync("5");
        await Expect(warning).ToBeHiddenAsync();
        await AssertGreyAsync(window, false);
    }

    [Fact]
    public async Task Connection_IsLost_PageSaysSoAndGreysTheFigureUntilItIsBack()
    {
        var system = await night.ReadyAsync();
        await Visitors.ComeAsync(system, 1);
        await using var cable = Cable.To(system.Report.Public);
        await using var window = await OpenAsync(cable.Address);
        await window.GoLiveAsync("/");
        await Expect(window.Figure).ToBeVisibleAsync();

        window.IsCutOff = true;
        await cable.CutAsync();

        var notice = window.Page.Locator("#connection");
        await Expect(notice).ToContainTextAsync("Connection lost: reconnecting. The figures below are old.");
        await AssertGreyAsync(window, true);

        var told = await window.Page.Locator("[data-board]").GetAttributeAsync("data-told");
        cable.Connect(system.Report.Public);

        await Expect(notice).ToBeHiddenAsync();
        await Expect(window.Page.Locator("[data-board]")).Not.ToHaveAttributeAsync("data-told", told!);
        await AssertGreyAsync(window, false);
    }

    [Fact]
    public async Task Server_IsStartedAgain_PageIsLoadedAgainByItself()
    {
        using var folder = new TemporaryDirectory();
        var before = await StartAsync(folder);
        await using var cable = Cable.To(before.Report.Public);
        await using var window = await OpenAsync(cable.Address);
        await using (before)
        {
            await window.GoLiveAsync("/fr");
            await window.Page.EvaluateAsync("document.body.dataset.before = ''");
            window.IsCutOff = true;
            await cable.CutAsync();
        }

        await Expect(window.Page.Locator("#connection")).ToContainTextAsync("Connexion perdue");
        await using var again = await StartAsync(folder);
        cable.Connect(again.Report.Public);

        await Expect(window.Page.Locator("body:not([data-before])")).ToBeVisibleAsync();
        await Expect(window.Page.Locator("#connection")).ToBeHiddenAsync();
        await window.AwaitConnectionAsync();
        await window.Page.CloseAsync();
    }

    [Fact]
    public async Task Tab_IsHidden_GivesItsPlaceBackUntilItIsSeenAgain()
    {
        using var folder = new TemporaryDirectory();
        await using var system = await StartAsync(folder, settings: ("Report:HiddenDashboardTimeout", "00:00:01"));
        await using var window = await OpenAsync(system.Report.Public);
        var disconnected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        window.Page.WebSocket += (_, socket) => socket.Close += (_, _) => disconnected.TrySetResult();
        await window.GoLiveAsync("/");
        await window.Page.EvaluateAsync("document.body.dataset.before = ''");

        await window.SetVisibilityAsync(false);

        await disconnected.Task.WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken);
        await Expect(window.Page.Locator("body[data-before]")).ToBeVisibleAsync();

        await window.SetVisibilityAsync(true);

        await Expect(window.Page.Locator("body:not([data-before])")).ToBeVisibleAsync();
        await window.AwaitConnectionAsync();
    }

    [Fact]
    public async Task ClosedReport_TokenGivenAsPassword_IsLiveAsAnOpenOne()
    {
        const string Token = "r-0123456789abcdef0123456789abcdef";
        using var folder = new TemporaryDirectory();
        await using var system = await StartAsync(folder, settings: ("Credentials:Reader:Tokens:0", Token));
        using var stranger = new HttpClient();
        using var refused = await stranger.GetAsync(system.Report.Public, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, refused.StatusCode);

        await using var window = await OpenAsync(system.Report.Public, new() { HttpCredentials = new() { Username = "reader", Password = Token } });
        await window.GoLiveAsync("/");
        await Visitors.ComeAsync(system, 7);

        await Expect(window.Figure).ToHaveTextAsync("7");
        await Expect(window.Page.Locator("html")).Not.ToHaveClassAsync("is-silent");
    }

    /// <summary>Before the first window is composed, and after it.</summary>
    [GeneratedRegex("not known|^\\s*0")]
    private static partial Regex NobodyYet();

    [GeneratedRegex(@"^\d+ s ago$")]
    private static partial Regex AgeText();

    private static Task<StandaloneSystem> StartAsync(
        TemporaryDirectory folder, string? redis = null, params (string Key, string Value)[] settings) => StandaloneSystem.StartAsync(new StandaloneOptions
        {
            DataDirectory = folder.Path,
            Redis = redis,
            UseDefaultPorts = false,
            Settings = settings
            .Append(("Logging:LogLevel:Default", "Critical"))
            .ToDictionary(setting => setting.Item1, setting => (string?)setting.Item2),
        });

    private static async Task AssertGreyAsync(Window window, bool expected)
    {
        var colors = await window.ColorsAsync();
        Assert.Equal(expected, colors[0] == colors[1]);
    }
}

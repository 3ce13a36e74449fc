using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Affluence.ServiceDefaults.Credentials;
using Affluence.Standalone;
using Microsoft.Playwright;

namespace Affluence.Screenshots;

/// <summary>Pictures of the waiting page on a phone: waiting in English and in French, let in, and while the site is away.</summary>
internal sealed class WaitingRoomPictures : IDisposable
{
    private const int People = 60;
    private const string Browser = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly StandaloneSystem _system;
    private readonly IBrowser _browser;
    private readonly string _folder;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false }) { Timeout = TimeSpan.FromMinutes(2) };

    private WaitingRoomPictures(StandaloneSystem system, IBrowser browser, string folder)
    {
        (_system, _browser, _folder) = (system, browser, folder);
        var token = SecretFile.ReadToken(MadeToken.PathIn(system.CredentialsDirectory, CredentialRole.Operator), out var fault)
            ?? throw new InvalidOperationException($"Operator's token: {fault}");
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public static async Task TakeAsync(IBrowser browser, string folder, CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("affluence-waiting-room-").FullName;
        try
        {
            await using var system = await StandaloneSystem.StartAsync(
                new StandaloneOptions
                {
                    DataDirectory = data,
                    UseDefaultPorts = false,
                    Settings = new Dictionary<string, string?>
                    {
                        ["Logging:LogLevel:Default"] = "Error",
                        ["Gateway:TrustedProxies:0"] = "127.0.0.1",
                        ["Gateway:WaitingRoom:Links:0:Path"] = "/en",
                        ["Gateway:WaitingRoom:Links:0:Text"] = "Immigration and citizenship",
                        ["Gateway:WaitingRoom:Links:1:Path"] = "/fr",
                        ["Gateway:WaitingRoom:Links:1:Text"] = "Immigration et citoyenneté",
                        ["Gateway:WaitingRoom:Links:1:Language"] = "fr",
                    },
                },
                cancellationToken);
            using var pictures = new WaitingRoomPictures(system, browser, folder);
            await pictures.TakeAsync(cancellationToken);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task TakeAsync(CancellationToken cancellationToken)
    {
        // What is linked from the waiting page is what the cache has.
        await VisitAsync("/en", 0, cancellationToken);
        await VisitAsync("/fr", 0, cancellationToken);
        await OrderAsync("open", cancellationToken);
        for (var person = 0; person < People; person++)
        {
            await VisitAsync("/en/eligibility?a=1", person, cancellationToken);
        }

        await using var english = await OpenAsync("en-CA", 1);
        var page = await WaitAsync(english, "/en/eligibility?a=2");
        await SaveAsync(page, "waiting-en");
        await using (var french = await OpenAsync("fr-CA", 2))
        {
            await SaveAsync(await WaitAsync(french, "/fr/eligibility?a=3"), "waiting-fr");
        }

        await OrderAsync("close", cancellationToken);
        await page.Locator("main form").WaitForAsync();
        await SaveAsync(page, "waiting-let-in");

        await SilenceSiteAsync(cancellationToken);
        await OrderAsync("open", cancellationToken);
        await using var away = await OpenAsync("en-CA", 3);
        await SaveAsync(await WaitAsync(away, "/en/eligibility?a=4"), "waiting-site-away");
    }

    /// <summary>The site takes half a minute for a page, so that it is taken for away once it has all it may be given.</summary>
    private async Task SilenceSiteAsync(CancellationToken cancellationToken)
    {
        using var silence = await _http.PutAsJsonAsync(new Uri(_system.Site.Management, "/knobs"), new { responseTime = "00:00:30" }, cancellationToken);
        silence.EnsureSuccessStatusCode();
        var asked = 0;
        await UntilAsync(
            async () =>
            {
                _ = VisitAsync($"/en/eligibility?b={++asked}", asked, CancellationToken.None);
                return (string?)(await ManagementAsync("/origin", cancellationToken))["site"] == "away";
            },
            cancellationToken);
    }

    private static async Task<IPage> WaitAsync(IBrowserContext context, string path)
    {
        var page = await context.NewPageAsync();
        await UntilAsync(async () => (await page.GotoAsync(path))!.Headers.ContainsKey("refresh"), CancellationToken.None);
        return page;
    }

    private Task<IBrowserContext> OpenAsync(string locale, int number) => _browser.NewContextAsync(new BrowserNewContextOptions
    {
        BaseURL = _system.Gateway.Public.ToString(),
        ViewportSize = new ViewportSize { Width = 390, Height = 844 },
        DeviceScaleFactor = 2,
        Locale = locale,
        UserAgent = Browser,
        ExtraHTTPHeaders = [new("X-Forwarded-For", $"198.19.0.{number}")],
    });

    private async Task SaveAsync(IPage page, string name)
    {
        var path = Path.Combine(_folder, $"{name}.png");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = path });
        await Console.Out.WriteLineAsync(path);
    }

    private async Task VisitAsync(string path, int person, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_system.Gateway.Public, path));
        request.Headers.TryAddWithoutValidation("User-Agent", Browser);
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", string.Create(CultureInfo.InvariantCulture, $"198.18.0.{person}"));
        using var answer = await _http.SendAsync(request, cancellationToken);
    }

    private async Task OrderAsync(string order, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsync(new Uri(_system.Gateway.Management, $"/waiting-room/{order}"), null, cancellationToken);
        answer.EnsureSuccessStatusCode();
        await UntilAsync(
            async () => (string?)(await ManagementAsync("/waiting-room", cancellationToken))["room"] == (order == "open" ? "open" : "closed"), cancellationToken);
    }

    private async Task<JsonNode> ManagementAsync(string path, CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<JsonNode>(new Uri(_system.Gateway.Management, path), cancellationToken))!;

    private static async Task UntilAsync(Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        while (!await condition())
        {
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }
}

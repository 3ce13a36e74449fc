using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Affluence.ServiceDefaults.Credentials;

namespace Affluence.Browser.Tests;

/// <summary>A window of the browser, with a memory of its own for nothing, that keeps what went wrong in it.</summary>
internal sealed partial class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _origin;
    private readonly ConcurrentQueue<string> _faults = new();

    private Window(IBrowserContext context, IPage page, Uri origin)
    {
        (_context, Page, _origin) = (context, page, origin);
        context.Request += (_, request) => Requested(request.Url);
        page.WebSocket += (_, socket) => Requested(socket.Url);
        page.PageError += (_, error) => _faults.Enqueue($"Script of {page.Url}: {error}");
        page.Console += (_, message) =>
        {
            // What the content security policy forbids is an error there too.
            if (message.Type is "error" or "warning" && !IsCutOff)
            {
                _faults.Enqueue($"Console of {page.Url}: {message.Text}");
            }
        };
    }

    public IPage Page { get; }

    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>Whether the test keeps the server from it, or has it answer with an error, of which the console then tells.</summary>
    public bool IsCutOff { get; set; }

    /// <summary>The figure in the large.</summary>
    public ILocator Figure => Page.Locator(".now-figure .figure-value");

    public static async Task<Window> OpenAsync(IBrowserContext context, Uri origin) => new(context, await context.NewPageAsync(), origin);

    /// <summary>Goes to a live page of the dashboard and waits until figures come by its connection, beyond those the server wrote into it.</summary>
    public async Task GoLiveAsync(string path)
    {
        await Page.GotoAsync(path);
        await AwaitConnectionAsync();
    }

    /// <summary>To a page that is connected: what the server wrote is exchanged then, and a focus in it, or what was opened in it, is lost.</summary>
    public async Task GoConnectedAsync(string path)
    {
        await Page.GotoAsync(path);
        await Assertions.Expect(Page.Locator("[data-connected]")).ToBeVisibleAsync();
    }

    /// <summary>Has the bulletin of the minute that is shown issued, as an operator of this machine.</summary>
    /// <param name="credentials">The folder of the tokens that the system made.</param>
    public async Task IssueAsync(string credentials)
    {
        await Page.GetByLabel("Operator’s token").FillAsync(LocalTokens.Of(CredentialRole.Operator, credentials));
        await Page.GetByRole(AriaRole.Button, new() { Name = "Issue the bulletin of" }).ClickAsync();
    }

    public Task AwaitConnectionAsync() =>
        Assertions.Expect(Page.Locator("[data-board=live]")).ToHaveAttributeAsync("data-told", ToldMoreThanOnce());

    /// <summary>Says to the page that its tab is seen or not; headless, all of them are.</summary>
    public Task SetVisibilityAsync(bool isVisible) => Page.EvaluateAsync(
        """
        isVisible => {
          Object.defineProperty(document, 'hidden', { configurable: true, value: !isVisible });
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """,
        isVisible);

    /// <summary>The colour of the figure, and the one that is for what is beside the point.</summary>
    public Task<string[]> ColorsAsync() => Figure.EvaluateAsync<string[]>(
        """
        figure => {
          const probe = document.createElement('i');
          probe.style.color = 'var(--muted)';
          document.body.append(probe);
          const muted = getComputedStyle(probe).color;
          probe.remove();
          return [getComputedStyle(figure).color, muted];
        }
        """);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    [GeneratedRegex(@"^([2-9]|\d\d+)$")]
    private static partial Regex ToldMoreThanOnce();

    private void Requested(string url)
    {
        var uri = new Uri(url);
        if (uri.Scheme is not ("data" or "blob" or "about") && uri.Authority != _origin.Authority)
        {
            _faults.Enqueue($"Asked another server: {url}");
        }
    }
}

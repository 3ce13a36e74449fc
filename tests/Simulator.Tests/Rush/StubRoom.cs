using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Affluence.Simulator.Tests.Rush;

/// <summary>A gateway with a room that is always open, and a report, on loopback. Everybody waits once, for as many polls as is said.</summary>
internal sealed class StubRoom : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow();

    private readonly WebApplication _app;
    private readonly HashSet<string> _inside = [];

    public StubRoom()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapGet("/api/v1/snapshots/current", () => Results.Json(new { at = Start, visitors = 1, countries = Array.Empty<object>() }));
        _app.MapGet("/api/v1/fairness", () => Results.Json(new
        {
            asOf = DateTimeOffset.MaxValue,
            fairness = new { tested = 1, countries = new[] { new { code = "US", verdict = Verdict } } },
            unavailable = new { },
        }));
        _app.MapGet("/en", () => Results.StatusCode(InformationStatus));
        _app.MapGet("/room", Poll);
        _app.MapGet("/wanted", Want);
    }

    public string Address => _app.Urls.Single();

    public int InformationStatus { get; init; } = StatusCodes.Status200OK;

    /// <summary>Polls until one is let in.</summary>
    public int Polls { get; init; } = 1;

    public bool GivesBotsAPlace { get; init; }

    public string Verdict { get; init; } = "nothingFound";

    public async Task<StubRoom> StartAsync()
    {
        await _app.StartAsync(TestContext.Current.CancellationToken);
        return this;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Want(HttpContext context)
    {
        var isBot = context.Request.Headers.UserAgent.ToString().Contains("Bot", StringComparison.Ordinal);
        if (!IsInside(context) && (!isBot || GivesBotsAPlace))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers["Refresh"] = "10; url=/room?poll=1";
        }
    }

    private IResult Poll(HttpContext context, int poll)
    {
        if (poll < Polls)
        {
            return Results.Json(new
            {
                admitted = false,
                arrivedAt = Start,
                wait = new { lowSeconds = 0, highSeconds = 60 },
                poll = $"/room?poll={poll + 1}",
                askAgainInSeconds = 0,
            });
        }

        lock (_inside)
        {
            _inside.Add(NameOf(context));
        }

        return Results.Json(new { admitted = true });
    }

    private bool IsInside(HttpContext context)
    {
        lock (_inside)
        {
            return _inside.Contains(NameOf(context));
        }
    }

    private static string NameOf(HttpContext context) => $"{context.Request.Headers["X-Forwarded-For"]} {context.Request.Headers.UserAgent}";
}

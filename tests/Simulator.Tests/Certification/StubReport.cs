using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Affluence.Simulator.Tests.Certification;

/// <summary>A report with given snapshots on record.</summary>
internal sealed class StubReport : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubReport(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>By the end of their window.</summary>
    public Dictionary<DateTimeOffset, object> Snapshots { get; } = [];

    /// <summary>The spans that were asked for, in minutes.</summary>
    public List<double> Asked { get; } = [];

    public static async Task<StubReport> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var report = new StubReport(builder.Build());
        report._app.Urls.Add("http://127.0.0.1:0");
        report._app.MapGet("/api/v1/site", () => Results.Json(new { timeZone = "America/Toronto" }));
        report._app.MapGet("/api/v1/snapshots", report.List);
        await report._app.StartAsync(TestContext.Current.CancellationToken);
        return report;
    }

    public void Put(
        DateTimeOffset at, long? visitors, long? turnedAway, long served, long refused, bool final = true, double turnedAwayStandardError = 0, string? reason = null) =>
        Snapshots[at.ToUniversalTime()] = new
        {
            at,
            final,
            visitors,
            standardError = 0.003,
            turnedAway,
            turnedAwayStandardError,
            pageViews = new { served, refused = new Dictionary<string, long> { ["shed"] = refused } },
            unavailable = reason is null ? [] : new Dictionary<string, string> { ["visitors"] = reason },
        };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult List(string from, string to)
    {
        var (begin, end) = (DateTimeOffset.Parse(from, CultureInfo.InvariantCulture), DateTimeOffset.Parse(to, CultureInfo.InvariantCulture));
        Asked.Add((end - begin).TotalMinutes);
        return Results.Json(new
        {
            from = begin,
            to = end,
            step = "PT1M",
            snapshots = Snapshots.Where(snapshot => begin <= snapshot.Key && snapshot.Key < end).OrderBy(snapshot => snapshot.Key).Select(snapshot => snapshot.Value),
        });
    }
}

using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Affluence.Tests.Processes;

namespace Affluence.Tests;

/// <summary>The process as an operator stops it, while pages are on their way.</summary>
public sealed partial class StopTests : IDisposable
{
    private const int Visitors = 20;

    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Signal_WithSlowPagesUnderWay_ServesAndCountsThemAllAndEndsWithZero(string signal)
    {
        // Longer than the 2 s after which System.CommandLine would end the process by itself.
        using var standalone = await StandaloneProcess.StartAsync(_data.Path, "--set", "Site:Knobs:ResponseTime=00:00:04");
        using var client = new HttpClient { BaseAddress = standalone.Gateway };
        var pages = Enumerable.Range(0, Visitors).Select(visitor => VisitAsync(client, visitor)).ToList();
        await UnderWayAsync(standalone);

        await standalone.SignalAsync(signal);

        Assert.All(await Task.WhenAll(pages), status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.True(await standalone.ExitAsync() == 0, standalone.Output);
        Assert.Contains("Stopping", standalone.Output, StringComparison.Ordinal);

        // What was counted is in the store, which was closed in order.
        using var again = await StandaloneProcess.StartAsync(_data.Path);
        using var report = new HttpClient { BaseAddress = again.Report };
        JsonNode? snapshot = null;
        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await report.GetAsync(new Uri("/api/v1/snapshots/current", UriKind.Relative));
                snapshot = response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonNode>() : null;
                return (long?)snapshot?["pageViews"]?["served"] == Visitors;
            },
            () => $"the current snapshot is {snapshot}\n{again.Output}");
        Assert.Equal(Visitors, (long)snapshot!["visitors"]!);
        await again.SignalAsync(signal);
        Assert.True(await again.ExitAsync() == 0, again.Output);
    }

    private static async Task<HttpStatusCode> VisitAsync(HttpClient client, int visitor)
    {
        // Each asks for a page of their own: of one page the gateway's cache would ask the site once for all.
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/en?visitor={visitor}");
        request.Headers.TryAddWithoutValidation("User-Agent", $"browser {visitor}");
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>Returns when the site has all of them.</summary>
    private static async Task UnderWayAsync(StandaloneProcess standalone)
    {
        using var management = new HttpClient { BaseAddress = standalone.SiteManagement };
        var metrics = string.Empty;
        await Eventually.TrueAsync(
            async () =>
            {
                metrics = await management.GetStringAsync(new Uri("/metrics", UriKind.Relative));
                return ActiveRequests().Matches(metrics).Any(active => int.Parse(active.Value, CultureInfo.InvariantCulture) >= Visitors);
            },
            () => $"the site tells {metrics}");
    }

    [GeneratedRegex(@"(?<=^http_server_active_requests\{.*\} )\d+", RegexOptions.Multiline)]
    private static partial Regex ActiveRequests();
}

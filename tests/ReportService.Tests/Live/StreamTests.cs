using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Affluence.ReportService.Tests.Fakes;
using Affluence.Testing;

namespace Affluence.ReportService.Tests.Live;

[Trait("Category", "Integration")]
public class StreamTests
{
    [Fact]
    public async Task Stream_FiftyClients_OneComposition()
    {
        await using var host = await ReportHost.StartAsync();
        await host.FirstSnapshotAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Client.OpenAsync(host)));
        var first = await Task.WhenAll(clients.Select(client => client.NextAsync()));
        var before = LiveCompositions(host);

        host.Time.Advance(TimeSpan.FromSeconds(2));
        var second = await Task.WhenAll(clients.Select(client => client.NextAsync()));

        Assert.All(first, one => Assert.Equal(("snapshot", "2016-11-08T23:00:00-05:00", TimeSpan.FromSeconds(2)), (one.EventType, one.EventId, one.ReconnectionInterval)));
        Assert.All(second, one => Assert.Equal("2016-11-09T04:00:07+00:00", (string?)JsonNode.Parse(one.Data)!["quality"]!["composedAt"]));
        Assert.Equal(1, LiveCompositions(host) - before);
        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task Stream_MoreClientsThanPlaces_503AndAPlaceAgainWhenOneLeaves()
    {
        await using var host = await ReportHost.StartAsync(settings: ("Report:MaximumStreamClients", "1"));
        await host.FirstSnapshotAsync();
        var only = await Client.OpenAsync(host);

        using var refused = await host.Http.GetAsync("/api/v1/stream", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await only.DisposeAsync();
        using var admitted = await ReportHost.UntilAsync(async () =>
        {
            var response = await host.Http.GetAsync("/api/v1/stream", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            return response.IsSuccessStatusCode ? response : null;
        });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal("text/event-stream", admitted.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Stream_BeforeThereIsASnapshot_IsOpenAndPassesEveryProxyAtOnce()
    {
        await using var host = await ReportHost.StartAsync();

        using var response = await host.Http.GetAsync("/api/v1/stream", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var comment = new byte[8];
        await stream.ReadExactlyAsync(comment, TestContext.Current.CancellationToken);

        Assert.Equal(": open\n\n", System.Text.Encoding.UTF8.GetString(comment));
        Assert.Equal("no", Assert.Single(response.Headers.GetValues("X-Accel-Buffering")));
    }

    [Fact]
    public async Task Stream_HostStops_EndsAtOnce()
    {
        // A host that waited for its streams would wait for as long as this.
        var host = await ReportHost.StartAsync(settings: ("shutdownTimeoutSeconds", "3600"));
        await host.FirstSnapshotAsync();
        var client = await Client.OpenAsync(host);
        await client.NextAsync();

        await host.DisposeAsync().AsTask().WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken);

        Assert.True(await client.EndedAsync());
    }

    private static int LiveCompositions(ReportHost host) => host.Counter.Calls.Count(call => call.End is null);

    private sealed class Client(HttpResponseMessage response, IAsyncEnumerator<SseItem<string>> events) : IAsyncDisposable
    {
        public static async Task<Client> OpenAsync(ReportHost host)
        {
            var response = await host.Http.GetAsync("/api/v1/stream", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            var events = SseParser.Create(await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync()).EnumerateAsync(TestContext.Current.CancellationToken);
            return new Client(response, events.GetAsyncEnumerator());
        }

        public async Task<SseItem<string>> NextAsync() =>
            await events.MoveNextAsync() ? events.Current : throw new InvalidOperationException("The stream ended.");

        public async Task<bool> EndedAsync()
        {
            while (await events.MoveNextAsync())
            {
            }

            return true;
        }

        public async ValueTask DisposeAsync()
        {
            await events.DisposeAsync();
            response.Dispose();
        }
    }
}

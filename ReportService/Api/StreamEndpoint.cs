using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Affluence.Report.Live;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Api;

/// <summary>The current snapshot as server-sent events. All clients are sent the same text, written once.</summary>
internal static class StreamEndpoint
{
    private const string EventType = "snapshot";
    private static readonly TimeSpan Reconnection = TimeSpan.FromSeconds(2);

    public static void MapStream(this IEndpointRouteBuilder api) =>
        api.MapRead("/stream", Open)
            .Offers(Representation.EventStream)
            .WithName("StreamSnapshots")
            .WithSummary("The current snapshot, every 2 s")
            .WithDescription("Server-sent events of type `snapshot`; the id is the snapshot's `at`. A slow reader is given the newest, not a backlog.")
            .Produces<Snapshot>(StatusCodes.Status200OK, Representation.EventStream.MediaType)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static IResult Open(CurrentSnapshot current, Places places, IHostApplicationLifetime lifetime, HttpContext context)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return new EventStreamResult(AsyncEnumerable.Empty<SseItem<string>>());
        }

        if (places.TryEnter(PlaceKind.Stream, context.Connection.RemoteIpAddress) is not { } place)
        {
            return Problems.Unavailable(context, "All places at the streams are taken, or all that one address may have.");
        }

        context.Response.RegisterForDispose(place);

        // Kestrel waits for open requests when it stops: without the second token a single open page would hold up Ctrl-C.
        var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.RegisterForDispose(ending);
        return new EventStreamResult(Events(current, ending.Token));
    }

    private static async IAsyncEnumerable<SseItem<string>> Events(CurrentSnapshot current, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var publication in current.WatchAsync(cancellationToken))
        {
            yield return new SseItem<string>(publication.Json, EventType)
            {
                EventId = publication.Told?.At.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
                ReconnectionInterval = Reconnection,
            };
        }
    }
}

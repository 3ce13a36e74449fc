using System.Net;
using System.Threading.Channels;

namespace Affluence.Simulator.Traffic;

/// <summary>Sends the scheduled reads to the gateway, each at its time whether or not earlier ones were answered, up to a bound.</summary>
public sealed class TrafficPlayer(Uri gateway, Visitor[] visitors, ReadingSchedule schedule, TimeProvider timeProvider) : IDisposable
{
    private const int Concurrency = 256;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = Concurrency,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        // Nobody's trace: a browser sends no traceparent.
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    private readonly bool[] _served = new bool[visitors.Length];
    private long _sent;
    private long _failed;
    private long _lastAnswer;

    /// <summary>Requests ended so far, in whatever way.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Those that got no answer, or one of 500 and above.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>When the last answer came.</summary>
    public DateTimeOffset LastAnswer => new(Interlocked.Read(ref _lastAnswer), TimeSpan.Zero);

    /// <summary>For each visitor, whether at least one page was served.</summary>
    public IReadOnlyList<bool> Served => _served;

    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var due = Channel.CreateBounded<ScheduledRead>(new BoundedChannelOptions(Concurrency) { SingleWriter = true });
        var readers = Enumerable.Range(0, Concurrency).Select(_ => SendAsync(due.Reader, stopping.Token)).ToArray();
        try
        {
            await ReleaseAsync(due.Writer, stopping.Token);
            due.Writer.Complete();
            await Task.WhenAll(readers);
        }
        finally
        {
            await stopping.CancelAsync();
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task ReleaseAsync(ChannelWriter<ScheduledRead> due, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick, timeProvider);
        var start = timeProvider.GetTimestamp();
        foreach (var read in schedule.Reads())
        {
            while (timeProvider.GetElapsedTime(start) < read.At)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }

            await due.WriteAsync(read, cancellationToken);
        }
    }

    private async Task SendAsync(ChannelReader<ScheduledRead> due, CancellationToken cancellationToken)
    {
        await foreach (var read in due.ReadAllAsync(cancellationToken))
        {
            if (await IsServedAsync(read, cancellationToken))
            {
                _served[read.Visitor] = true;
            }
            else
            {
                Interlocked.Increment(ref _failed);
            }

            Interlocked.Exchange(ref _lastAnswer, timeProvider.GetUtcNow().UtcTicks);
            Interlocked.Increment(ref _sent);
        }
    }

    private async Task<bool> IsServedAsync(ScheduledRead read, CancellationToken cancellationToken)
    {
        var visitor = visitors[read.Visitor];
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri(gateway, SitePages.Path(visitor.Language, read.Visitor, read.Number)));
        request.Headers.TryAddWithoutValidation("User-Agent", visitor.UserAgent);
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        request.Headers.TryAddWithoutValidation("Accept-Language", visitor.Language == "fr" ? "fr-CA,fr;q=0.9,en;q=0.5" : "en-CA,en;q=0.9");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", visitor.Address.ToString());
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await response.Content.CopyToAsync(Stream.Null, cancellationToken);
            return response.StatusCode < HttpStatusCode.InternalServerError;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}

namespace Affluence.Simulator.Traffic;

/// <summary>Sends the scheduled reads to the gateway, each at its time whether or not earlier ones were answered, up to a bound.</summary>
public sealed class TrafficPlayer(Uri gateway, Visitor[] visitors, ReadingSchedule schedule, TimeProvider timeProvider) : IDisposable
{
    private readonly GatewayClient _client = new(gateway);
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

    public Task PlayAsync(CancellationToken cancellationToken) =>
        new Pacer(timeProvider, GatewayClient.Concurrency).PlayAsync(
            schedule.Reads().Select(read => (read.At, read)), SendAsync, cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task SendAsync(ScheduledRead read, CancellationToken cancellationToken)
    {
        var visitor = visitors[read.Visitor];
        var path = SitePages.Path(visitor.Language, read.Visitor, read.Number);
        if (await _client.IsPageServedAsync(path, visitor.Address, visitor.UserAgent, visitor.Language, cancellationToken))
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

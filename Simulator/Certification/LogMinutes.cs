using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Affluence.Hits;
using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Certification;

/// <summary>One log minute by minute.</summary>
/// <param name="log">At its beginning.</param>
/// <param name="key">Names visitors; the same for all logs.</param>
internal sealed class LogMinutes(AccessLog log, byte[] key, CertifySettings settings, DateTimeOffset now)
{
    private const int SecondsPerMinute = 60;

    private static readonly VisitorHasher Hasher = new("certify");

    private readonly SortedDictionary<long, MinuteVisits> _open = [];
    private readonly ConcurrentBag<BlockVisitors> _idle = [];

    public LineTotals Totals { get; } = new();

    public EventOrder Order { get; } = new(settings.MaxDisorder, now);

    /// <summary>Time of the oldest line, in seconds since 1970; null before the first.</summary>
    public long? Oldest { get; private set; }

    /// <summary>Time of the newest line, likewise.</summary>
    public long? Newest => Order.Newest;

    /// <summary>The minutes with a page view, oldest first.</summary>
    /// <exception cref="LogException">The log can't be read any further.</exception>
    public async IAsyncEnumerable<MinuteVisits> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (block, names, visitors) in log.ReadAsync(settings.Strict, NameVisitorsAsync, cancellationToken))
        {
            Totals.Add(block);
            Take(block, visitors.Span);
            _idle.Add(names);
            while (_open.Count > 0 && _open.First() is var (minute, visits) && (minute + 1) * SecondsPerMinute <= Newest - settings.MaxDisorder.TotalSeconds)
            {
                _open.Remove(minute);
                yield return visits;
            }
        }

        foreach (var visits in _open.Values)
        {
            yield return visits;
        }
    }

    private Task<(LogBlock Block, BlockVisitors Names, ReadOnlyMemory<ulong> Visitors)> NameVisitorsAsync(LogBlock block, CancellationToken cancellationToken)
    {
        var names = _idle.TryTake(out var idle) ? idle : new BlockVisitors(key, Hasher);
        return Task.FromResult((block, names, names.Name(block)));
    }

    private void Take(LogBlock block, ReadOnlySpan<ulong> visitors)
    {
        var entries = block.Entries;
        for (var index = 0; index < entries.Length; index++)
        {
            ref readonly var entry = ref entries[index];
            if (!Order.Takes(entry.Seconds, block.FirstLine + entry.Line))
            {
                if (settings.Strict)
                {
                    throw new LogException($"has a line that is to be left out: {Order.First}");
                }

                continue;
            }

            Oldest = Oldest < entry.Seconds ? Oldest : entry.Seconds;
            if (entry.Kind == HitKind.PageView)
            {
                var minute = entry.Seconds / SecondsPerMinute;
                if (!_open.TryGetValue(minute, out var visits))
                {
                    _open.Add(minute, visits = new MinuteVisits(minute));
                }

                visits.Add(visitors[index], entry.Outcome);
            }
        }
    }
}

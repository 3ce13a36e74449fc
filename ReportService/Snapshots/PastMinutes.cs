using Affluence.Report.Counter;
using Affluence.Report.History;

namespace Affluence.Report.Snapshots;

/// <summary>
/// The figures of past minutes: as stored, or else as the counter tells them. What was learnt is remembered for the few thousand minutes
/// used last, since neighbouring snapshots ask for the same ones.
/// </summary>
internal sealed class PastMinutes(SnapshotHistory history, VisitorCounter counter, TimeProvider timeProvider)
{
    // 4 weeks and 60 minutes for each minute looked at: enough for a day of them side by side.
    private const int Remembered = 4096;

    // A minute that is recorded into is soon stored, and then forgotten here; until that is so nothing need be known to the second.
    private static readonly TimeSpan CounterAnswersHold = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<long, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private long _forgotten;

    /// <param name="at">A whole minute: the end of the window.</param>
    public async ValueTask<PastMinute> FindAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var minute = SnapshotHistory.Minute(at);
        if (Recall(minute) is { } known)
        {
            return known;
        }

        var forgotten = Interlocked.Read(ref _forgotten);
        if (history.Find(at) is { } stored)
        {
            return Remember(minute, Judge(stored), DateTimeOffset.MaxValue, forgotten);
        }

        var learnt = await counter.ReadAsync(at, Window, cancellationToken) switch
        {
            WindowReading.Counted { Window: { Doubt: null } window } => PastMinute.Known(MinuteFigures.Of(window)),
            WindowReading.Counted { Window.Doubt: { } doubt } => PastMinute.Unknown(doubt),
            WindowReading.Lost { Reason: var reason } => PastMinute.Unknown(reason),
            WindowReading.Unreachable { Reason: var reason } => PastMinute.Unreachable(reason),
            var other => throw new InvalidOperationException($"{other.GetType()} is no kind of reading known here."),
        };
        return learnt.IsUnreachable ? learnt : Remember(minute, learnt, timeProvider.GetUtcNow() + CounterAnswersHold, forgotten);
    }

    /// <summary>Forgets a minute whose figures on record have changed.</summary>
    public void Forget(long minute)
    {
        lock (_lock)
        {
            _forgotten++;
            if (_entries.Remove(minute, out var entry))
            {
                _byUse.Remove(entry);
            }
        }
    }

    private static PastMinute Judge(Snapshot stored)
    {
        if (stored.Method != Snapshot.CurrentMethod)
        {
            return PastMinute.Unknown($"It was counted by method {stored.Method}, which is not compared with method {Snapshot.CurrentMethod}.");
        }

        return stored.Visitors is { } visitors
            ? PastMinute.Known(MinuteFigures.Of(stored, visitors))
            : PastMinute.Unknown(stored.Unavailable.GetValueOrDefault("visitors") ?? "It is on record without figures.");
    }

    private PastMinute? Recall(long minute)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(minute, out var node) || node.Value.HoldsUntil <= timeProvider.GetUtcNow())
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddLast(node);
            return node.Value.Known;
        }
    }

    /// <param name="forgotten">How often something had been forgotten when this was asked for: since then it may have changed.</param>
    private PastMinute Remember(long minute, PastMinute known, DateTimeOffset holdsUntil, long forgotten)
    {
        lock (_lock)
        {
            if (forgotten != _forgotten)
            {
                return known;
            }

            if (_entries.Remove(minute, out var old))
            {
                _byUse.Remove(old);
            }

            _entries[minute] = _byUse.AddLast(new Entry(minute, known, holdsUntil));
            if (_entries.Count > Remembered)
            {
                _entries.Remove(_byUse.First!.Value.Minute);
                _byUse.RemoveFirst();
            }
        }

        return known;
    }

    private readonly record struct Entry(long Minute, PastMinute Known, DateTimeOffset HoldsUntil);
}

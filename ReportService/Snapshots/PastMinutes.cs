using Affluence.Report.Counter;
using Affluence.Report.History;

namespace Affluence.Report.Snapshots;

/// <summary>
/// The figures of past minutes: as stored, or else as the counter still tells them. What was learnt is remembered for the few thousand
/// minutes used last, since neighbouring snapshots ask for the same ones.
/// </summary>
internal sealed class PastMinutes(SnapshotHistory history, VisitorCounter counter, TimeProvider timeProvider)
{
    // 4 weeks and 60 minutes for each minute looked at: enough for a day of them side by side.
    private const int Remembered = 4096;

    // What the counter says of a past minute changes while that minute is being recorded, as when a night is replayed.
    private static readonly TimeSpan CounterAnswersHold = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<long, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();

    /// <param name="at">A whole minute: the end of the window.</param>
    public async ValueTask<PastMinute> FindAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var minute = SnapshotHistory.Minute(at);
        if (Recall(minute) is { } known)
        {
            return known;
        }

        var stored = history.Find(at);
        if (stored is { Final: true })
        {
            return Remember(minute, Judge(stored), holdsUntil: DateTimeOffset.MaxValue);
        }

        var reading = await counter.ReadAsync(at, Window, cancellationToken);
        var learnt = reading switch
        {
            WindowReading.Counted { Window: { Doubt: null } window } => PastMinute.Known(MinuteFigures.Of(window)),
            _ when stored is not null => Judge(stored),
            WindowReading.Counted { Window.Doubt: { } doubt } => PastMinute.Unknown(doubt),
            WindowReading.Lost { Reason: var reason } => PastMinute.Unknown(reason),
            WindowReading.Unreachable { Reason: var reason } => PastMinute.Unknown(reason),
            var other => throw new InvalidOperationException($"{other.GetType()} is no kind of reading known here."),
        };
        return reading is WindowReading.Unreachable ? learnt : Remember(minute, learnt, timeProvider.GetUtcNow() + CounterAnswersHold);
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

    private PastMinute Remember(long minute, PastMinute known, DateTimeOffset holdsUntil)
    {
        lock (_lock)
        {
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

namespace Affluence.Simulator.Certification;

/// <summary>
/// Slides the report's window of 5 minutes over the minutes of the logs. A visitor is remembered for as long as he is in it, and no longer.
/// </summary>
internal sealed class ExactWindow
{
    /// <summary>In minutes.</summary>
    public const int Length = 5;

    private readonly Queue<MinuteVisits> _minutes = new();
    private readonly Dictionary<ulong, long> _lastServed = [];
    private readonly Dictionary<ulong, long> _lastRefused = [];
    private long? _next;

    /// <summary>The figures of every window that can't change any more once this minute has come: those that end at or before its start.</summary>
    /// <param name="visits">Later than all before.</param>
    public IEnumerable<ExactFigures> Advance(MinuteVisits visits)
    {
        // The first minute is the end of no window of ours, but of one that holds nothing of the logs.
        var end = _next ?? visits.Minute;
        foreach (var figures in Until(end, visits.Minute))
        {
            yield return figures;
        }

        _minutes.Enqueue(visits);
        Remember(_lastServed, visits.Served, visits.Minute);
        Remember(_lastRefused, visits.Refused, visits.Minute);
        _next = visits.Minute + 1;
    }

    /// <summary>The figures of the windows that hold anything of the last minutes.</summary>
    public IEnumerable<ExactFigures> Complete() => _next is { } next ? Until(next, next + Length - 1) : [];

    private IEnumerable<ExactFigures> Until(long first, long last)
    {
        for (var end = first; end <= last; end++)
        {
            Forget(end - Length);
            yield return new ExactFigures(
                DateTimeOffset.UnixEpoch.AddMinutes(end),
                _lastServed.Count,
                _lastRefused.Keys.LongCount(visitor => !_lastServed.ContainsKey(visitor)),
                _minutes.Sum(minute => minute.ServedPageViews),
                _minutes.Sum(minute => minute.RefusedPageViews));
        }
    }

    private static void Remember(Dictionary<ulong, long> last, IReadOnlySet<ulong> visitors, long minute)
    {
        foreach (var visitor in visitors)
        {
            last[visitor] = minute;
        }
    }

    private void Forget(long before)
    {
        while (_minutes.TryPeek(out var oldest) && oldest.Minute < before)
        {
            Forget(_lastServed, oldest.Served, oldest.Minute);
            Forget(_lastRefused, oldest.Refused, oldest.Minute);
            _minutes.Dequeue();
        }
    }

    private static void Forget(Dictionary<ulong, long> last, IReadOnlySet<ulong> visitors, long minute)
    {
        foreach (var visitor in visitors)
        {
            if (last.TryGetValue(visitor, out var latest) && latest == minute)
            {
                last.Remove(visitor);
            }
        }
    }
}

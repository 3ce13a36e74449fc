using Affluence.Report.Counter;

namespace Affluence.Report.History;

/// <summary>
/// Which minutes must be counted, and when. A minute settles when its records have had their time to arrive after its end; each record
/// that comes later opens it again, until nothing has come for the quiet time. A window settles with its last minute. Until then it is
/// counted now and then, so that what is being recorded can be seen.
/// </summary>
/// <remarks>
/// A snapshot's windows reach back 30 minutes, so a minute that is written to opens the 30 snapshots after it, and the figures of 5
/// minutes of the first five. Used by one caller at a time.
/// </remarks>
internal sealed class RecordingPlan(TimeSpan settleDelay, TimeSpan quietTime)
{
    private const int LongestWindow = 30;
    private const int Window = 5;

    /// <summary>How far the counter's clock may be from the report's, generously.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(15);

    /// <summary>How often a minute is counted while it is still being recorded.</summary>
    private static readonly TimeSpan ProvisionalInterval = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LiveTime = TimeSpan.FromMinutes(10);

    private readonly Dictionary<long, Opening> _open = [];
    private readonly Dictionary<long, DateTimeOffset> _lastWrites = [];
    private readonly List<long> _unseen = [];

    /// <summary>Minutes that were opened since this was last asked, in order: what is on record of them is wanted (<see cref="See"/>).</summary>
    public IReadOnlyList<long> TakeUnseen()
    {
        long[] unseen = [.. _unseen.Order()];
        _unseen.Clear();
        return unseen;
    }

    /// <summary>Tells what is on record of a minute that was opened.</summary>
    public void See(long minute, MinuteStatus status)
    {
        var opening = _open[minute];
        opening.IsFinal = status.Final;
        if (status.Settled && opening.LastTouch is { } touch && status.CountedAt > touch + ClockTolerance)
        {
            // It was counted after the last record, by this report before it was started again.
            _open.Remove(minute);
        }
    }

    /// <summary>A minute that must be on record, whether anything is recorded into it or not.</summary>
    public void Expect(long minute)
    {
        if (!_open.ContainsKey(minute))
        {
            Open(minute).IsFresh = true;
        }
    }

    public void Touch(TouchedMinute touched, DateTimeOffset now)
    {
        if (_lastWrites.TryGetValue(touched.Minute, out var known) && touched.LastWrite <= known)
        {
            return;
        }

        _lastWrites[touched.Minute] = touched.LastWrite;

        // A counter whose clock is ahead must not make a write out to be later than it was learnt of.
        var arrival = touched.LastWrite < now ? touched.LastWrite : now;
        var settles = SettlesInTime(touched.Minute + 1);
        if (arrival > settles)
        {
            settles = arrival + quietTime;
        }

        for (var minute = touched.Minute + 1; minute <= touched.Minute + LongestWindow; minute++)
        {
            Open(minute).Touch(arrival, settles, isInWindow: minute <= touched.Minute + Window);
        }
    }

    /// <summary>Forgets writes that the counter will not name again unless there are later ones.</summary>
    /// <param name="asOf">Since when it will be asked.</param>
    public void ForgetWrites(DateTimeOffset asOf)
    {
        foreach (var (minute, _) in _lastWrites.Where(write => write.Value < asOf).ToList())
        {
            _lastWrites.Remove(minute);
        }
    }

    /// <summary>
    /// What is to be counted now: live minutes first, the newest of them first of all; then what nobody has seen yet, then what has settled,
    /// and last what is counted once more before it settles. Each oldest first.
    /// </summary>
    public IReadOnlyList<DueMinute> Due(DateTimeOffset now)
    {
        var live = (now - LiveTime).ToUnixTimeSeconds() / 60;
        return
        [
            .. _open
                .Where(opening => SettlesInTime(opening.Key) <= now && opening.Value.IsDue(now))
                .Select(opening => new DueMinute(opening.Key, opening.Value.HasSettled(now), opening.Key > live))
                .OrderBy(due => due switch
                {
                    { IsLive: true } => 0,
                    { Settled: true } => 2,
                    _ => _open[due.Minute].WasCounted ? 3 : 1,
                })
                .ThenBy(due => due.IsLive ? -due.Minute : due.Minute),
        ];
    }

    /// <summary>Whether a minute is open in any of its windows.</summary>
    public bool IsOpen(long minute) => _open.ContainsKey(minute);

    /// <summary>Whether the figures that others are compared with may still change.</summary>
    public bool IsWindowOpen(long minute) => _open.TryGetValue(minute, out var opening) && opening.IsInWindow;

    public bool IsFinal(long minute) => _open.TryGetValue(minute, out var opening) && opening.IsFinal;

    /// <summary>A minute was counted.</summary>
    /// <param name="due">As it was due.</param>
    /// <param name="at">When counting began.</param>
    /// <param name="delayedUntil">Until when more is waited for although it settled.</param>
    public void Counted(DueMinute due, DateTimeOffset at, DateTimeOffset? delayedUntil)
    {
        var opening = _open[due.Minute];
        if (due.Settled && delayedUntil is null)
        {
            _open.Remove(due.Minute);
            return;
        }

        (opening.IsFresh, opening.WasCounted) = (false, true);
        opening.NotBefore = at + ProvisionalInterval;
        opening.DelayedUntil = delayedUntil;
    }

    /// <summary>A minute could not be counted.</summary>
    public void Postpone(long minute, DateTimeOffset until) => _open[minute].NotBefore = until;

    private DateTimeOffset SettlesInTime(long minute) => DateTimeOffset.FromUnixTimeSeconds(minute * 60) + settleDelay;

    private Opening Open(long minute)
    {
        if (!_open.TryGetValue(minute, out var opening))
        {
            _open[minute] = opening = new Opening { Settles = SettlesInTime(minute) };
            _unseen.Add(minute);
        }

        return opening;
    }

    private sealed class Opening
    {
        public required DateTimeOffset Settles { get; set; }

        public DateTimeOffset? LastTouch { get; private set; }

        /// <summary>What is on record of it is final.</summary>
        public bool IsFinal { get; set; }

        /// <summary>It is not counted yet, or was recorded into since.</summary>
        public bool IsFresh { get; set; }

        public bool WasCounted { get; set; }

        public bool IsInWindow { get; private set; }

        public DateTimeOffset NotBefore { get; set; }

        /// <summary>Until when a gateway that was not heard of is waited for; it is heard of when the minute is recorded into.</summary>
        public DateTimeOffset? DelayedUntil { get; set; }

        public bool HasSettled(DateTimeOffset now) => Settles <= now && (DelayedUntil is null || DelayedUntil <= now);

        public bool IsDue(DateTimeOffset now) => NotBefore <= now && (HasSettled(now) || (IsFresh && !IsFinal));

        public void Touch(DateTimeOffset arrival, DateTimeOffset settles, bool isInWindow)
        {
            LastTouch = arrival > LastTouch || LastTouch is null ? arrival : LastTouch;
            Settles = settles > Settles ? settles : Settles;
            if (isInWindow)
            {
                (IsInWindow, IsFresh, DelayedUntil) = (true, true, null);
            }
        }
    }
}

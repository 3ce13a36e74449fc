
namespace Affluence.Gateway.OriginLimit;

/// <summary>
/// Lets requests through to the site: as many at once as <see cref="AdaptiveLimit"/> says, the others after a short wait
/// in <see cref="OriginQueue{T}"/> or not at all, and one a second while <see cref="OriginPresence"/> takes the site for away. Thread-safe.
/// </summary>
internal sealed partial class OriginGate : IDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly ILogger<OriginGate> _logger;
    private readonly AdaptiveLimit _limit;
    private readonly OriginPresence _presence = new();
    private readonly OriginQueue<Waiter> _queue;
    private readonly ITimer _sweep;
    private readonly long _start;
    private readonly TimeSpan _startOfClock;
    private int _inFlight;
    private bool _isSweeping;

    public OriginGate(OriginLimitSettings settings, int queueLength, TimeProvider time, ILogger<OriginGate> logger)
    {
        (_time, _logger) = (time, logger);
        _limit = new AdaptiveLimit(settings);
        _queue = new OriginQueue<Waiter>(queueLength);
        _start = time.GetTimestamp();
        _startOfClock = time.GetUtcNow() - DateTimeOffset.UnixEpoch;
        _sweep = time.CreateTimer(_ => Sweep(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public OriginStatus Status
    {
        get
        {
            lock (_lock)
            {
                return new OriginStatus(
                    _presence.AwayFor, _limit.Current, _inFlight, _queue.Count, _limit.Inflation, _limit.MeanAnswerTime, _queue.Patience(Now, _limit.MeanAnswerTime));
            }
        }
    }

    /// <summary>Of the clock at the start and a steady one since: probes are at the same moments on all gateways, and time does not go back.</summary>
    private TimeSpan Now => _startOfClock + _time.GetElapsedTime(_start);

    /// <summary>Takes a turn that is free, or is refused because the site is away.</summary>
    /// <returns>False if there is a turn only for who waits.</returns>
    public bool TryEnter(int page, out OriginEntry entry)
    {
        lock (_lock)
        {
            return TryEnter(page, Now, out entry);
        }
    }

    /// <summary>Waits for a turn, unless one is free.</summary>
    /// <param name="priority">Who goes first.</param>
    /// <param name="page">See <see cref="OriginAnswer.Page"/>.</param>
    /// <param name="cancellationToken">The client is gone: the place in the queue is free.</param>
    /// <returns>A turn that must be ended, or the cause of a refusal.</returns>
    /// <exception cref="OperationCanceledException">The client went away while it waited.</exception>
    public ValueTask<OriginEntry> EnterAsync(RequestPriority priority, int page, CancellationToken cancellationToken)
    {
        Waiter waiter;
        Waiter? displaced;
        lock (_lock)
        {
            var now = Now;
            if (TryEnter(page, now, out var entry))
            {
                return ValueTask.FromResult(entry);
            }

            _limit.Reach();
            var before = _presence.AwayFor;
            _presence.Reach(now);
            Observe(before);
            waiter = new Waiter(page);
            waiter.Place = _queue.Join(waiter, priority, now, out displaced);
            if (waiter.Place is null || _presence.IsAway)
            {
                Leave(waiter, now);
                return ValueTask.FromResult(new OriginEntry(_presence.IsAway ? CauseOfAbsence : HitOutcome.Shed));
            }

            StartSweeping();
        }

        displaced?.Entry.TrySetResult(new OriginEntry(HitOutcome.Shed));
        return WaitAsync(waiter, cancellationToken);
    }

    /// <summary>The request of a turn came back, or its client left. A second end of the same turn changes nothing.</summary>
    public void End(OriginTurn turn, OriginSign sign, TimeSpan? retryAfter)
    {
        if (!turn.TryEnd())
        {
            return;
        }

        lock (_lock)
        {
            var now = Now;
            _inFlight--;
            var answerTime = (turn.AnsweredAt ?? now) - turn.StartedAt;
            _limit.Finish(new OriginAnswer(turn.Cohort, turn.Page, answerTime, sign), now);
            var before = _presence.AwayFor;
            _presence.Finish(sign, retryAfter, now);
            Observe(before);
            Refuse(now);
            Admit(now);
        }
    }

    /// <summary>The head of the answer is there: how long the rest takes is the client's affair.</summary>
    public void Answered(OriginTurn turn) => turn.AnsweredAt ??= Now;

    public void Dispose() => _sweep.Dispose();

    private HitOutcome CauseOfAbsence => _presence.AwayFor switch
    {
        OriginSign.Unreachable => HitOutcome.Unreachable,
        OriginSign.Silent => HitOutcome.Timeout,
        _ => HitOutcome.Shed,
    };

    private async ValueTask<OriginEntry> WaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            (state, token) =>
            {
                lock (_lock)
                {
                    Leave((Waiter)state!, Now);
                }

                ((Waiter)state!).Entry.TrySetCanceled(token);
            },
            waiter);
        return await waiter.Entry.Task;
    }

    private bool TryEnter(int page, TimeSpan now, out OriginEntry entry)
    {
        if (_presence.IsAway)
        {
            entry = _presence.TryProbe(now) ? Begin(page, now) : new OriginEntry(CauseOfAbsence);
            return true;
        }

        var isFree = _inFlight < _limit.Current && _queue.Count == 0;
        entry = isFree ? Begin(page, now) : default;
        return isFree;
    }

    private OriginEntry Begin(int page, TimeSpan now)
    {
        _inFlight++;
        _presence.Start(_inFlight, now);
        return new OriginEntry(new OriginTurn(page, _limit.Start(_inFlight, now), now));
    }

    private void Leave(Waiter waiter, TimeSpan now)
    {
        if (waiter.Place is { } place)
        {
            _queue.Leave(place, now);
        }
    }

    private void Admit(TimeSpan now)
    {
        while (!_presence.IsAway && _inFlight < _limit.Current && _queue.Next(now) is { } waiter)
        {
            var entry = Begin(waiter.Page, now);
            if (!waiter.Entry.TrySetResult(entry))
            {
                // Its client left between; nothing was sent.
                _inFlight--;
            }
        }
    }

    private void Refuse(TimeSpan now)
    {
        if (_presence.IsAway)
        {
            while (_queue.Next(now) is { } waiter)
            {
                waiter.Entry.TrySetResult(new OriginEntry(CauseOfAbsence));
            }
        }

        while (_queue.Overdue(now, _limit.MeanAnswerTime) is { } waiter)
        {
            waiter.Entry.TrySetResult(new OriginEntry(HitOutcome.Shed));
        }
    }

    /// <summary>Who waits while nothing comes back must be refused in time too.</summary>
    private void Sweep()
    {
        lock (_lock)
        {
            var now = Now;
            Refuse(now);
            Admit(now);
            if (_queue.Count == 0)
            {
                _isSweeping = false;
                _sweep.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void StartSweeping()
    {
        if (!_isSweeping)
        {
            _isSweeping = true;
            _sweep.Change(SweepInterval, SweepInterval);
        }
    }

    private void Observe(OriginSign before)
    {
        if (before == _presence.AwayFor)
        {
            return;
        }

        if (_presence.IsAway)
        {
            Log.SiteAway(_logger, _presence.AwayFor);
        }
        else
        {
            _limit.Restart();
            Log.SiteBack(_logger);
        }
    }

    private sealed class Waiter(int page)
    {
        public int Page { get; } = page;

        public LinkedListNode<(Waiter Item, TimeSpan Since)>? Place { get; set; }

        public TaskCompletionSource<OriginEntry> Entry { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The site is away ({Sign}). One request a second asks whether it is back; the others are refused or answered from the cache.")]
        public static partial void SiteAway(ILogger logger, OriginSign sign);

        [LoggerMessage(Level = LogLevel.Information, Message = "The site is back.")]
        public static partial void SiteBack(ILogger logger);
    }
}

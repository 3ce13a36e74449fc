using Affluence.Report.Counter;
using Microsoft.Extensions.Options;

namespace Affluence.Report.History;

/// <summary>
/// Puts minutes on record: each minute of the clock on the wall once its records have had time to arrive, told or silent, and each minute
/// of any time that is recorded into, soon after and again when it is quiet. What is compared with a minute that changed is compared again.
/// </summary>
internal sealed partial class MinuteRecorder(
    VisitorCounter counter,
    MinuteKeeper keeper,
    SnapshotHistory history,
    RecordingBacklog backlog,
    IOptions<ReportOptions> options,
    TimeProvider timeProvider,
    ILogger<MinuteRecorder> logger)
    : BackgroundService
{
    // What gateways recorded the counter names, however long ago. Beyond it silence is told, but not of a whole holiday.
    private const int MinutesToMakeUpFor = 120;

    // Enough to keep the counter busy, few enough that a slow store answers each before its deadline, and the live snapshot in between.
    private const int AtATime = 2;

    private readonly RecordingPlan _plan = new(options.Value.SettleDelay, options.Value.QuietTime);
    private DateTimeOffset? _since;
    private string? _storeId;
    private long? _newest;
    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Let the host start: everything before the first await runs inside its start.
        await Task.Yield();
        using var timer = new PeriodicTimer(options.Value.LiveInterval, timeProvider);
        do
        {
            try
            {
                await RecordAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Failed("The report met a fault of its own.", exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Makes one pass: learns what was recorded into, counts what is due, and compares again what that changed.</summary>
    internal async Task RecordAsync(CancellationToken cancellationToken)
    {
        if (await LearnTouchedAsync(cancellationToken) is { } failure)
        {
            Failed(failure, exception: null);
            return;
        }

        ExpectMinutesOfTheWallClock();
        SeeWhatIsOnRecord();

        // A pass is kept short, so that a live minute never waits behind a night that is replayed.
        var (uncounted, reason) = await CountAsync(cancellationToken);
        var uncompared = reason is null ? await CompareAgainAsync(cancellationToken) : 0;
        backlog.Worked(uncounted + uncompared);
        if (reason is not null)
        {
            Failed(reason, exception: null);
            return;
        }

        Recovered();
    }

    /// <returns>Why it could not be learnt; null when it was.</returns>
    private async Task<string?> LearnTouchedAsync(CancellationToken cancellationToken)
    {
        var reading = await counter.ListTouchedAsync(_since, cancellationToken);
        if (reading is TouchedReading.Listed { StoreId: var store } && store != _storeId && _since is not null)
        {
            // The store may have lost what it remembered since we last asked.
            reading = await counter.ListTouchedAsync(since: null, cancellationToken);
        }

        switch (reading)
        {
            case TouchedReading.Listed listed:
                var now = timeProvider.GetUtcNow();
                foreach (var touched in listed.Minutes)
                {
                    _plan.Touch(touched, now);
                }

                _plan.ForgetWrites(listed.AsOf);
                (_since, _storeId) = (listed.AsOf, listed.StoreId);
                return null;
            case TouchedReading.Unreachable { Reason: var reason }:
                return reason;
            default:
                throw new InvalidOperationException($"{reading.GetType()} is no kind of reading known here.");
        }
    }

    private void ExpectMinutesOfTheWallClock()
    {
        var newest = SnapshotHistory.Minute(timeProvider.GetUtcNow() - options.Value.SettleDelay);
        if (_newest == newest)
        {
            return;
        }

        var oldest = newest - MinutesToMakeUpFor + 1;
        var stored = history.Statuses(oldest, newest);
        for (var minute = oldest; minute <= newest; minute++)
        {
            if (!stored.TryGetValue(minute, out var status) || !status.Settled)
            {
                _plan.Expect(minute);
            }
        }

        _newest = newest;
    }

    private void SeeWhatIsOnRecord()
    {
        var unseen = _plan.TakeUnseen();
        for (int first = 0, next; first < unseen.Count; first = next)
        {
            next = first + 1;
            while (next < unseen.Count && unseen[next] == unseen[next - 1] + 1)
            {
                next++;
            }

            foreach (var (minute, status) in history.Statuses(unseen[first], unseen[next - 1]))
            {
                _plan.See(minute, status);
            }
        }
    }

    /// <returns>How many minutes are left, and why some could not be counted, if so.</returns>
    private async Task<(int Left, string? Failure)> CountAsync(CancellationToken cancellationToken)
    {
        var began = timeProvider.GetTimestamp();
        string? failure = null;
        var due = _plan.Due(timeProvider.GetUtcNow()).Where(minute => !keeper.MustWait(minute, _plan)).ToList();
        var done = 0;
        foreach (var chunk in due.Chunk(AtATime))
        {
            var at = timeProvider.GetUtcNow();
            foreach (var (minute, composition) in await keeper.ComposeAsync(chunk, cancellationToken))
            {
                failure = keeper.Keep(minute, composition, at, _plan) ?? failure;
            }

            done += chunk.Length;
            if (failure is not null || timeProvider.GetElapsedTime(began) > options.Value.LiveInterval)
            {
                break;
            }
        }

        return (due.Count - done, failure);
    }

    /// <returns>How many minutes are left.</returns>
    private async Task<int> CompareAgainAsync(CancellationToken cancellationToken)
    {
        var began = timeProvider.GetTimestamp();
        var due = keeper.DueComparisons(_plan);
        foreach (var (minute, index) in due.Select((minute, index) => (minute, index)))
        {
            if (timeProvider.GetElapsedTime(began) > options.Value.LiveInterval)
            {
                return due.Count - index;
            }

            await keeper.CompareAgainAsync(minute, cancellationToken);
        }

        return 0;
    }

    private void Failed(string reason, Exception? exception)
    {
        backlog.Failed(reason);
        if (!_failing)
        {
            _failing = true;
            Log.RecordingBeganToFail(logger, reason, exception);
        }
    }

    private void Recovered()
    {
        if (_failing)
        {
            _failing = false;
            Log.RecordingSucceededAgain(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A minute could not be put on record; it is tried again: {Reason}")]
        public static partial void RecordingBeganToFail(ILogger logger, string reason, Exception? exception);

        [LoggerMessage(LogLevel.Information, "Minutes are put on record again.")]
        public static partial void RecordingSucceededAgain(ILogger logger);
    }
}

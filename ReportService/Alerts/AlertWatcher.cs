using Affluence.Report.Alerts.Webhooks;
using Affluence.Report.CivilTime;
using Affluence.Report.History;
using Affluence.Report.Surges;
using Microsoft.Extensions.Options;

namespace Affluence.Report.Alerts;

/// <summary>
/// Makes alerts of what the stored minutes show: when they changed, and every minute, since that nothing more comes is news too. All of
/// them are looked through each time, so that nothing need be remembered: 0.13 s of one core for the 85,440 minutes of a full history.
/// </summary>
internal sealed partial class AlertWatcher(
    SurgeHistory surges,
    SnapshotHistory history,
    AlertStore store,
    WebhookList webhooks,
    SiteCalendar calendar,
    AlertMetrics metrics,
    IOptions<ReportOptions> reportOptions,
    IOptions<AlertOptions> options,
    TimeProvider timeProvider,
    ILogger<AlertWatcher> logger)
    : BackgroundService
{
    // While a night is imported its minutes come one upon the other; a minute of every day comes once a minute.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private long _version = -1;
    private DateTimeOffset _changedAt;
    private DateTimeOffset _lookedAt;
    private bool _changed;
    private bool _waiting;

    /// <summary>Why no alerts are made; null: they are.</summary>
    public string? Failure { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Let the host start: everything before the first await runs inside its start.
        await Task.Yield();
        using var timer = new PeriodicTimer(reportOptions.Value.LiveInterval, timeProvider);
        do
        {
            try
            {
                Watch();
                Recovered();
            }
            catch (Exception exception)
            {
                Failed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Watch()
    {
        var (version, now) = (history.Version, timeProvider.GetUtcNow());
        if (version != _version)
        {
            (_version, _changedAt, _changed) = (version, now, true);
        }

        var (quiet, pause) = (now - _changedAt >= Quiet, now - _lookedAt);
        if ((_changed && pause >= ShortestPause) || (_waiting && quiet) || pause >= LongestPause)
        {
            Look(now, quiet);
            (_lookedAt, _changed) = (now, false);
        }
    }

    private void Look(DateTimeOffset now, bool quiet)
    {
        var (found, minutes) = surges.DetectAll();
        if (minutes.Count == 0)
        {
            return;
        }

        var byMinute = minutes.ToDictionary(minute => minute.At);
        var newest = calendar.Localize(DateTimeOffset.FromUnixTimeSeconds(minutes[^1].At * 60));
        var alerted = store.Episodes();
        var plan = new AlertPlanner(now, quiet, episode => IsKnown(episode, byMinute)).Plan(DetectedEpisode.Of(found, newest), alerted);
        _waiting = plan.Waiting;
        var rooms = RoomAlerts.Due(history.RoomOpenings(now - SurgeHistory.LongestSurge), store.IsOnRecord, at => history.Find(at)?.Room, calendar).ToList();
        if (plan.Alerts.Count == 0 && plan.Episodes.Count == 0 && rooms.Count == 0)
        {
            return;
        }

        var surgesAlerted = alerted.Concat(plan.Episodes).Where(episode => episode.Subject == AlertSubject.Surge).ToList();
        var alerts = plan.Alerts.Concat(rooms).Select(alert => (
            AlertDocument.Of(alert, AlertFigures.Of(Find(byMinute, alert.At)), SurgeAround(alert, surgesAlerted), now),
            Silenced: now - alert.KnownAt > options.Value.MaximumAge));
        foreach (var document in store.Save(alerts, plan.Episodes, webhooks.All))
        {
            metrics.Made(document.Kind);
            Log.Alert(logger, document.Sentences.En, document.Id, document.Kind, document.At, document.Step, document.Visitors, document.Ratio);
        }
    }

    /// <summary>Whether the three minutes by which it was told are known: only then do they speak against it.</summary>
    private static bool IsKnown(AlertedEpisode episode, Dictionary<long, MinuteMeasure> minutes)
    {
        var first = SnapshotHistory.Minute(episode.Since) + (episode.Subject == AlertSubject.Surge ? 0 : 1);
        return Enumerable.Range(0, 3).All(offset => minutes.TryGetValue(first + offset, out var minute)
            && (episode.Subject == AlertSubject.Surge ? minute.Ratio : minute.RefusedShare) is not null);
    }

    private static string? SurgeAround(Alert alert, List<AlertedEpisode> surges) =>
        surges.FindLast(surge => surge.Since <= (alert.Until ?? alert.At) && surge.LastsUntil >= alert.Since)?.Id;

    private static MinuteMeasure? Find(Dictionary<long, MinuteMeasure> minutes, DateTimeOffset at) =>
        minutes.TryGetValue(SnapshotHistory.Minute(at), out var minute) ? minute : null;

    private void Failed(Exception exception)
    {
        if (Failure is null)
        {
            Log.WatchingBeganToFail(logger, exception);
        }

        Failure = $"No alerts are made: {exception.Message}";
    }

    private void Recovered()
    {
        if (Failure is not null)
        {
            Failure = null;
            Log.WatchingSucceededAgain(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Sentence} [{AlertId} {AlertKind} {At:O} step {Step}, {Visitors} visitors, ratio {Ratio}]", EventName = "affluence.report.alert")]
        public static partial void Alert(
            ILogger logger, string sentence, string alertId, AlertKind alertKind, DateTimeOffset at, double? step, long? visitors, double? ratio);

        [LoggerMessage(LogLevel.Error, "Surges could not be looked for, and no alerts are made; it is tried again.")]
        public static partial void WatchingBeganToFail(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Information, "Surges were looked for again.")]
        public static partial void WatchingSucceededAgain(ILogger logger);
    }
}

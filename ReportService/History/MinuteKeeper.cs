using System.Globalization;
using Affluence.Report.CivilTime;
using Affluence.Report.Snapshots;
using Affluence.Report.Surges;
using Microsoft.Extensions.Options;

namespace Affluence.Report.History;

/// <summary>Decides what becomes of a minute that was counted or compared: provisional, final, a new revision, or nothing at all.</summary>
internal sealed partial class MinuteKeeper(
    MinuteComposer composer,
    SnapshotHistory history,
    PastMinutes pastMinutes,
    SurgeHistory surges,
    SiteCalendar calendar,
    IOptions<ReportOptions> options,
    TimeProvider timeProvider,
    ILogger<MinuteKeeper> logger)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(10);

    private readonly ComparisonDependents _dependents = new(calendar);

    /// <summary>
    /// Whether what a minute is compared with is being recorded just now. One that is final then waits, lest each of those minutes
    /// makes a revision of it.
    /// </summary>
    public bool MustWait(DueMinute due, RecordingPlan plan) => plan.IsFinal(due.Minute) && IsPastOpen(due.Minute, plan);

    public async Task<IReadOnlyList<(DueMinute Minute, MinuteComposition Composition)>> ComposeAsync(
        IReadOnlyList<DueMinute> minutes, CancellationToken cancellationToken)
    {
        var compositions = await Task.WhenAll(minutes.Select(due => composer.ComposeAsync(
            calendar.InstantOf(due.Minute), options.Value.RecordingDeadline, thirtyMinutes: due.Settled || due.IsLive, "minute", cancellationToken)));
        return [.. minutes.Zip(compositions)];
    }

    /// <summary>Puts a minute on record as it was composed.</summary>
    /// <param name="countedAt">When the counter was asked.</param>
    /// <returns>Why it could not be; null when it was.</returns>
    public string? Keep(DueMinute due, MinuteComposition composition, DateTimeOffset countedAt, RecordingPlan plan)
    {
        switch (composition)
        {
            case MinuteComposition.Unreachable { Reason: var reason }:
                plan.Postpone(due.Minute, timeProvider.GetUtcNow() + RetryPause);
                return reason;
            case MinuteComposition.Lost { Snapshot: var snapshot, Measure: var measure, ComparedWith: var known }:
                KeepLost(due, snapshot, measure, new Provenance(countedAt, due.Settled, known), plan);
                plan.Counted(due, countedAt, delayedUntil: null);
                return null;
            case MinuteComposition.Composed { Snapshot: var snapshot, Measure: var measure, DelayedUntil: var delayed, ComparedWith: var known } composed:
                KeepCounted(due, snapshot, measure, new Provenance(countedAt, due.Settled && delayed is null, known), composed.HasRetractions, plan);
                plan.Counted(due, countedAt, delayed);
                return null;
            default:
                throw new InvalidOperationException($"{composition.GetType()} is no kind of composition known here.");
        }
    }

    /// <summary>The minutes on record whose comparison is to be made again, and can be; oldest first.</summary>
    public IReadOnlyList<long> DueComparisons(RecordingPlan plan)
    {
        history.MarkStale(_dependents);

        // What is still to be counted is compared when it is.
        return [.. history.Stale().Union(history.Awaited()).Where(minute => !plan.IsOpen(minute) && !IsPastOpen(minute, plan)).Order()];
    }

    public async Task CompareAgainAsync(long minute, CancellationToken cancellationToken)
    {
        if (history.FindStored(minute) is not { } stored)
        {
            return;
        }

        var measure = history.Measures(minute, minute, stored.Snapshot.Method).Single();
        if (await composer.CompareAgainAsync(stored.Snapshot, measure, cancellationToken) is not MinuteComposition.Composed composed)
        {
            return;
        }

        // Figures of another method are not compared with these; and of what it was compared with some may have outlived its retention.
        // Then what was told stands.
        var stands = stored.Snapshot.Method != Snapshot.CurrentMethod || composed.ComparedWith < stored.Provenance.ComparedWith;
        var snapshot = (stands ? stored.Snapshot : composed.Snapshot) with { Final = stored.Snapshot.Final || stored.Provenance.Settled };
        Save(
            snapshot,
            stands ? measure : composed.Measure,
            stored.Provenance with { ComparedWith = Math.Max(composed.ComparedWith, stored.Provenance.ComparedWith) });
    }

    private void KeepCounted(
        DueMinute due, Snapshot snapshot, MinuteMeasure measure, Provenance provenance, bool hasRetractions, RecordingPlan plan)
    {
        var stored = history.FindStored(due.Minute);
        if (stored is not null && !hasRetractions && SnapshotFigures.IsLess(snapshot, stored.Snapshot))
        {
            Log.CountedLess(logger, Show(due.Minute));
            history.Confirm(due.Minute, stored.Provenance with { CountedAt = provenance.CountedAt });
            return;
        }

        if (stored is { Snapshot: { Final: true, Visitors30Minutes: not null } before } && snapshot.Visitors30Minutes is null
            && SnapshotFigures.AreSame(With30Minutes(snapshot, before), With30Minutes(before, before)))
        {
            // Of the longest window some has expired since, which is no correction.
            snapshot = With30Minutes(snapshot, before);
        }

        // The minutes before it may have been put on record since it was composed.
        var isFinal = provenance.Settled && !IsPastOpen(due.Minute, plan);
        Save(snapshot with { Surge = surges.StateAfter(measure), Final = isFinal }, measure, provenance);
    }

    private void KeepLost(DueMinute due, Snapshot snapshot, MinuteMeasure measure, Provenance provenance, RecordingPlan plan)
    {
        if (history.FindStored(due.Minute) is { Snapshot.PageViews: not null } stored)
        {
            // It was counted in time, and that is all that will be known of it.
            Log.LostToLateRecords(logger, Show(due.Minute));
            history.Confirm(due.Minute, stored.Provenance with { CountedAt = provenance.CountedAt });
            return;
        }

        var isFinal = provenance.Settled && !IsPastOpen(due.Minute, plan);
        Save(snapshot with { Surge = surges.StateAfter(measure), Final = isFinal }, measure, provenance);
    }

    private void Save(Snapshot snapshot, MinuteMeasure measure, Provenance provenance)
    {
        switch (history.Save(snapshot, measure, provenance))
        {
            case Saved.Revised:
                pastMinutes.Forget(measure.At);
                Log.Revised(logger, Show(measure.At));
                break;
            case Saved.Recorded:
                pastMinutes.Forget(measure.At);
                break;
            case Saved.Unchanged:
                break;
        }
    }

    private bool IsPastOpen(long minute, RecordingPlan plan) => _dependents.ComparedWith(minute).Any(plan.IsWindowOpen);

    private static Snapshot With30Minutes(Snapshot snapshot, Snapshot before) => snapshot with
    {
        Visitors30Minutes = before.Visitors30Minutes,
        Unavailable = new SortedDictionary<string, string>(
            snapshot.Unavailable.Where(figure => figure.Key != "visitors30Minutes").ToDictionary(), StringComparer.Ordinal),
    };

    private static string Show(long minute) =>
        DateTimeOffset.FromUnixTimeSeconds(minute * 60).ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Late records, or records that were retracted, made a new revision of the snapshot of {Minute}.")]
        public static partial void Revised(ILogger logger, string minute);

        [LoggerMessage(LogLevel.Warning, "The counter no longer holds all of {Minute}, into which something was recorded late: the figures on record stand.")]
        public static partial void LostToLateRecords(ILogger logger, string minute);

        [LoggerMessage(LogLevel.Warning, "The counter gave less of {Minute} than is on record, so it has lost some: the figures on record stand.")]
        public static partial void CountedLess(ILogger logger, string minute);
    }
}

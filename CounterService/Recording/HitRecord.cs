namespace Affluence.Counter.Recording;

/// <summary>What one writer saw in one bucket, checked: nothing in it can be refused any more.</summary>
/// <param name="Writer">Who saw it.</param>
/// <param name="Bucket">When it happened.</param>
/// <param name="IdentityEpoch">The identity day under whose secret the visitors were hashed.</param>
/// <param name="Countries">At most one entry per country; none is a heartbeat.</param>
/// <param name="DroppedHits">The writer's running total of hits of the bucket that it gave up.</param>
/// <param name="Networks">Networks with a served page view, repeats allowed; null if the writer does not tell them.</param>
/// <param name="FoldedPageViews">The writer's running total of page views of the bucket whose visitor was one too many of his network.</param>
/// <param name="Source">By which it may be retracted; null: it is counted for good, as all is that a gateway sees.</param>
internal sealed record HitRecord(
    WriterId Writer,
    Bucket Bucket,
    int IdentityEpoch,
    IReadOnlyList<CountryRecord> Countries,
    long DroppedHits,
    IReadOnlyList<VisitorId>? Networks,
    long FoldedPageViews,
    SourceId? Source);

/// <param name="Country">Where the visitors are.</param>
/// <param name="Served">Visitors with a served page view, repeats allowed.</param>
/// <param name="Refused">Visitors with a refused page view, those of every cause among them, repeats allowed.</param>
/// <param name="RefusedByCause">Those of them whose cause is known, under it, repeats allowed.</param>
/// <param name="Totals">The writer's running totals for bucket and country; those that are zero are left out.</param>
internal sealed record CountryRecord(
    CountryCode Country,
    IReadOnlyList<VisitorId> Served,
    IReadOnlyList<VisitorId> Refused,
    IReadOnlyList<ClassVisitors> RefusedByCause,
    IReadOnlyList<MeasuredTotal> Totals)
{
    /// <summary>The writer's running totals of what happened in the waiting room.</summary>
    public IReadOnlyList<RoomTotal> Room { get; init; } = [];
}

/// <param name="Kind">What happened.</param>
/// <param name="ArrivalMinute">Minutes since 1970 of the minute in which the tickets were given out.</param>
/// <param name="WaitMinutes">Whole minutes since then.</param>
/// <param name="Value">How often, at least once.</param>
internal readonly record struct RoomTotal(RoomMeasure Kind, long ArrivalMinute, int WaitMinutes, long Value);

internal readonly record struct ClassVisitors(VisitorClass Class, IReadOnlyList<VisitorId> Visitors);

internal readonly record struct MeasuredTotal(Measure Measure, long Value);

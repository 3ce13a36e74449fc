namespace Affluence.Report.History;

/// <summary>How far a minute on record is: see <see cref="Provenance"/>.</summary>
internal readonly record struct MinuteStatus(bool Final, bool Settled, DateTimeOffset CountedAt);

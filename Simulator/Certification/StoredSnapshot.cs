namespace Affluence.Simulator.Certification;

/// <summary>The part of a stored snapshot that is held against a log; null is what the report itself does not tell.</summary>
/// <param name="At">End of the window.</param>
/// <param name="Final">Whether it is the report's last word, but for late records.</param>
internal sealed record StoredSnapshot(
    DateTimeOffset At,
    bool Final,
    long? Visitors,
    double? StandardError,
    long? TurnedAway,
    double? TurnedAwayStandardError,
    StoredPageViews? PageViews,
    IReadOnlyDictionary<string, string>? Unavailable);

/// <param name="Refused">By cause.</param>
internal sealed record StoredPageViews(long Served, IReadOnlyDictionary<string, long> Refused);

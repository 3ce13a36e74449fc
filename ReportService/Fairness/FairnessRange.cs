using Affluence.Report.Room;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Fairness;

/// <summary>Minutes of arrival, [from, to).</summary>
internal sealed record FairnessRange(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The range, cut to whole minutes; or what is wrong with its beginning.</summary>
    public static (FairnessRange? Range, string? Fault) Create(DateTimeOffset from, DateTimeOffset to)
    {
        var range = new FairnessRange(MinuteRange.WholeMinute(from), MinuteRange.WholeMinute(to));
        return range.From < range.To && range.To - range.From <= ArrivalReader.Longest
            ? (range, null)
            : (null, $"must be before to, by a minute at least and {ArrivalReader.Longest.TotalHours:0} hours at most.");
    }
}

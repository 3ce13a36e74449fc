using System.Globalization;

namespace Affluence.Simulator.Certification;

/// <summary>
/// Writes a certificate as CSV (RFC 4180). All but the note is a number, an instant or a word of ours; the note repeats what the report
/// said, so it is quoted, and can't be taken for a formula.
/// </summary>
internal static class CertificateCsv
{
    private const string LineEnd = "\r\n";

    private static readonly (string Name, Func<CertifiedMinute, string?> Value)[] Columns =
    [
        ("at", minute => minute.Exact.At.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)),
        ("visitorsLive", minute => Number(minute.Live?.Visitors)),
        ("visitorsExact", minute => Number(minute.Exact.Visitors)),
        ("visitorsDifference", minute => Number(minute.VisitorDifference)),
        ("visitorsRelativeDifference", minute => Number(minute.RelativeDifference)),
        ("standardErrors", minute => Number(minute.StandardErrors)),
        ("turnedAwayLive", minute => Number(minute.Live?.TurnedAway)),
        ("turnedAwayExact", minute => Number(minute.Exact.TurnedAway)),
        ("turnedAwayDifference", minute => Number(minute.TurnedAwayDifference)),
        ("pageViewsServedLive", minute => Number(minute.Live?.PageViews?.Served)),
        ("pageViewsServedExact", minute => Number(minute.Exact.ServedPageViews)),
        ("pageViewsRefusedLive", minute => Number(minute.LiveRefusedPageViews)),
        ("pageViewsRefusedExact", minute => Number(minute.Exact.RefusedPageViews)),
        ("final", minute => minute.Live is null ? null : minute.Live.Final ? "true" : "false"),
        ("agrees", minute => minute.Agrees ? "true" : "false"),
        ("note", minute => Quoted(minute.Note)),
    ];

    public static void Write(Certificate certificate, TextWriter writer)
    {
        writer.Write(string.Join(',', Columns.Select(column => column.Name)) + LineEnd);
        foreach (var minute in certificate.Minutes)
        {
            writer.Write(string.Join(',', Columns.Select(column => column.Value(minute))) + LineEnd);
        }
    }

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Number(double? number) => number?.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Our words come first in a note, so it never begins as a formula does.</summary>
    private static string Quoted(string text) => text.Length == 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

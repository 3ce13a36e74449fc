using System.Globalization;

namespace Affluence.Simulator.Certification;

/// <summary>Writes a certificate for people: a row for each minute, and the verdict.</summary>
internal static class CertificateTable
{
    private static readonly (string Title, int Width)[] Columns =
    [
        ("", -25), ("visitors", 9), ("exact", 9), ("", 8), ("turned away", 11), ("exact", 7), ("page views", 10), ("exact", 9), ("refused", 9), ("exact", 9), ("", 0),
    ];

    public static void Write(Certificate certificate, TextWriter writer)
    {
        WriteRow(writer, [.. Columns.Select(column => column.Title)]);
        foreach (var minute in certificate.Minutes)
        {
            WriteRow(
                writer,
                minute.Exact.At.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
                Number(minute.Live?.Visitors),
                Number(minute.Exact.Visitors),
                minute.RelativeText,
                Number(minute.Live?.TurnedAway),
                Number(minute.Exact.TurnedAway),
                Number(minute.Live?.PageViews?.Served),
                Number(minute.Exact.ServedPageViews),
                Number(minute.LiveRefusedPageViews),
                Number(minute.Exact.RefusedPageViews),
                minute.Note);
        }

        writer.WriteLine(certificate.Verdict);
    }

    private static void WriteRow(TextWriter writer, params string[] values) =>
        writer.WriteLine(string.Join(' ', values.Zip(Columns, (value, column) => column.Width < 0 ? value.PadRight(-column.Width) : value.PadLeft(column.Width))).TrimEnd());

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Affluence.Simulator.Certification;

/// <summary>Writes a certificate as one JSON object; null is what can't be told.</summary>
internal static class CertificateJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, NumberHandling = JsonNumberHandling.Strict };

    public static void Write(Certificate certificate, TextWriter writer) => writer.WriteLine(JsonSerializer.Serialize(
        new
        {
            certificate.IsCertified,
            certificate.Verdict,
            LargestDifference = certificate.Largest?.RelativeDifference,
            LargestDifferenceAt = certificate.Largest?.Exact.At,
            certificate.MeanDifference,
            certificate.BeyondTwoStandardErrors,
            Minutes = certificate.Minutes.Select(minute => new
            {
                minute.Exact.At,
                Visitors = new { Live = minute.Live?.Visitors, Exact = minute.Exact.Visitors, Difference = minute.VisitorDifference, minute.RelativeDifference, minute.StandardErrors },
                TurnedAway = new { Live = minute.Live?.TurnedAway, Exact = minute.Exact.TurnedAway, Difference = minute.TurnedAwayDifference },
                PageViewsServed = new { Live = minute.Live?.PageViews?.Served, Exact = minute.Exact.ServedPageViews },
                PageViewsRefused = new { Live = minute.LiveRefusedPageViews, Exact = minute.Exact.RefusedPageViews },
                minute.Live?.Final,
                minute.Agrees,
                Note = minute.Note.Length == 0 ? null : minute.Note,
            }),
        },
        Options));
}

using System.Globalization;

namespace Affluence.Simulator.Certification;

/// <summary>One minute: what the report has on record beside what the logs hold.</summary>
/// <param name="Exact">By the logs.</param>
/// <param name="Live">By the report; null if the minute is not on record.</param>
/// <param name="Tolerance">What part of the exact figure visitors may differ by.</param>
internal sealed record CertifiedMinute(ExactFigures Exact, StoredSnapshot? Live, double Tolerance)
{
    /// <summary>One sketch in 16,000 is off by more by chance.</summary>
    private const double StandardErrorsAllowed = 4;

    /// <summary>Where there are few, one visitor is more than any part of them.</summary>
    private const double LeastAllowed = 1;

    public long? VisitorDifference => Live?.Visitors - Exact.Visitors;

    /// <summary>As a part of the exact figure; null where that is zero or nothing is told.</summary>
    public double? RelativeDifference => Exact.Visitors > 0 ? (double?)VisitorDifference / Exact.Visitors : null;

    /// <summary>How many of the standard errors that the report tells the visitors differ by.</summary>
    public double? StandardErrors => Live?.StandardError is { } error and > 0 && RelativeDifference is { } difference ? Math.Abs(difference) / error : null;

    public long? TurnedAwayDifference => Live?.TurnedAway - Exact.TurnedAway;

    public long? LiveRefusedPageViews => Live?.PageViews?.Refused.Values.Sum();

    public bool IsOnRecord => Live is not null;

    public bool VisitorsAgree => VisitorDifference is { } difference && Math.Abs(difference) <= Math.Max(LeastAllowed, Tolerance * Exact.Visitors);

    /// <summary>Turned away is the difference of two large figures, and has the error of these: it may differ by 4 standard errors too.</summary>
    public bool TurnedAwayAgrees => TurnedAwayDifference is { } difference
        && Math.Abs(difference) <= Math.Max(Math.Max(LeastAllowed, Tolerance * Exact.TurnedAway), StandardErrorsAllowed * (Live!.TurnedAwayStandardError ?? 0));

    public bool PageViewsAgree => Live?.PageViews?.Served == Exact.ServedPageViews && LiveRefusedPageViews == Exact.RefusedPageViews;

    public bool Agrees => Live is { Final: true } && VisitorsAgree && TurnedAwayAgrees && PageViewsAgree;

    /// <summary>What is wrong with the minute, in words; empty if nothing is.</summary>
    public string Note
    {
        get
        {
            if (Live is null)
            {
                return "not on record";
            }

            List<string> notes = [];
            AddIf(!Live.Final, "not final yet");
            AddIf(Live.Visitors is null, $"visitors not told: {Live.Unavailable?.GetValueOrDefault("visitors")}");
            AddIf(Live.Visitors is not null && !VisitorsAgree, "visitors differ");
            AddIf(Live.Visitors is not null && !TurnedAwayAgrees, "turned away differ");
            AddIf(!PageViewsAgree, "page views differ");
            return string.Join("; ", notes);

            void AddIf(bool isSo, string note)
            {
                if (isSo)
                {
                    notes.Add(note);
                }
            }
        }
    }

    /// <summary>For example <c>+0.04 %</c>; empty where it can't be told.</summary>
    public string RelativeText => RelativeDifference?.ToString("+0.00 %;-0.00 %;0.00 %", CultureInfo.InvariantCulture) ?? string.Empty;
}

using Affluence.Report.CivilTime;
using Affluence.Report.Counter;

namespace Affluence.Report.Snapshots;

/// <summary>The ledger of one minute, or why there is none.</summary>
internal readonly record struct MinuteLedger(Ledger? Ledger, string? Reason)
{
    /// <param name="reading">Of a window of 1 minute.</param>
    public static MinuteLedger Of(WindowReading reading, SiteCalendar calendar) => reading switch
    {
        // Page views are exact, so a doubt about visitors does not touch them; silence does.
        WindowReading.Counted { Window: { Writers.Count: > 0 } window } => new MinuteLedger(Of(window, calendar), null),
        WindowReading.Counted { Window.Doubt: var doubt } => new MinuteLedger(null, doubt),
        WindowReading.Lost { Reason: var reason } => new MinuteLedger(null, reason),
        WindowReading.Unreachable { Reason: var reason } => new MinuteLedger(null, reason),
        _ => throw new InvalidOperationException($"{reading.GetType()} is no kind of reading known here."),
    };

    private static Ledger Of(CounterWindow window, SiteCalendar calendar)
    {
        long? arrived = window.Countries.All(country => country.ToldArrivals) ? window.PageViews : null;
        return new Ledger(
            calendar.Localize(window.End - window.Length),
            calendar.Localize(window.End),
            arrived,
            window.ServedPageViews,
            window.RefusedByCause,
            arrived - window.ServedPageViews - window.RefusedPageViews);
    }
}

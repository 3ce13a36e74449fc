using System.Globalization;
using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Import;

/// <summary>What gives reason to ask whether a log was read as it is meant, in sentences.</summary>
internal static class LogDoubts
{
    /// <summary>More than half of the page views from no country: more likely the addresses of proxies than of visitors.</summary>
    private const int OneInIsMany = 2;

    public static IEnumerable<string> Of(LogImport import, LogFormat format)
    {
        var (totals, addresses) = (import.Totals, import.Addresses);
        if (!format.TellsUserAgents || addresses.LacksUserAgents)
        {
            yield return "tells no user agents: visitors are told apart by address alone, and bots are not known.";
        }

        if (import.Lines.NoRequests > totals.Requests)
        {
            yield return Text($"{import.Lines.NoRequests:N0} of its lines are of no request, as broken handshakes are. The first is {import.Lines.FirstNoRequest}");
        }

        if (totals is { Requests: > 0, PageViews: 0 })
        {
            yield return "has no page views at all: of its requests none makes a visitor.";
        }

        if (totals is { PageViews: > 0, ServedPageViews: 0 })
        {
            yield return "has no page view that was served: all were refused, by the status of each.";
        }

        if (totals.Unlocated * OneInIsMany > totals.PageViews)
        {
            yield return Text(
                $"{(double)totals.Unlocated / totals.PageViews:0 %} of the page views are from addresses that are in no country, as those of internal networks and of examples are. If they are a proxy's, its visitors count as one.");
        }

        if (import.Lines.Columns.Doubtful() is { } columns)
        {
            yield return Text(
                $"{NameOf(columns.Filled)} holds addresses too, and others than {NameOf(columns.Read)}, which was read. If a proxy stands in front of the server, the visitors' are there: give --trusted-proxy with your proxies' networks, or --client {columns.Filled}.");
        }

        if (addresses.AreFewForUserAgents)
        {
            yield return Text(
                $"nearly all page views are from few of its {addresses.Addresses.Count:N0} addresses, though by {addresses.UserAgents:N0} user agents. Are they those of a proxy? Its visitors count as one.");
        }

        if (addresses.AreCut || addresses.AreZero)
        {
            yield return "its addresses end in zeros, as where they were made anonymous: visitors of one network count as one if their browsers are alike.";
        }
        else if (addresses.Crowded is { } crowded)
        {
            yield return Text(
                $"its {crowded.Addresses:N0} IPv6 addresses lie in {crowded.Networks:N0} networks (/64), and each of these counts as one subscriber: visitors of one network count as one if their browsers are alike.");
        }
    }

    private static string NameOf(string column) => int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? $"field {column}" : column;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

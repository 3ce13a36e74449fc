using Affluence.Report.Languages;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Dashboard.Now;

/// <summary>Writes the single figures of a snapshot.</summary>
internal static class NowFigures
{
    public static Figure Visitors(Snapshot snapshot, Typography words) => snapshot.Visitors is { } visitors
        ? new Figure(words.Number(visitors), snapshot.StandardError is > 0 and var error ? Margin(visitors * error, words) : null)
        : Missing(snapshot, "visitors");

    public static Figure Served(Snapshot snapshot, Typography words) => snapshot.PageViews is { } pages
        ? new Figure(words.Number(pages.Served))
        : Missing(snapshot, "pageViews");

    public static Figure FromCache(Snapshot snapshot, Typography words)
    {
        if (snapshot.PageViews is not { } pages)
        {
            return Missing(snapshot, "pageViews");
        }

        if (pages is not { FromCache: { } cached, FromCacheStale: { } stale })
        {
            return Missing(snapshot, "pageViews.fromCache");
        }

        var share = pages.Served == 0
            ? null
            : words.Choose($"{words.Percent((double)cached / pages.Served)} of those served; ", $"{words.Percent((double)cached / pages.Served)} des servies; ");
        return new Figure(
            words.Number(cached),
            Note: share + words.Choose($"{words.Number(stale)} stale", words.Counted(stale, "périmée", "périmées")));
    }

    public static Figure Refused(Snapshot snapshot, Typography words)
    {
        if (snapshot.PageViews is not { } pages)
        {
            return Missing(snapshot, "pageViews");
        }

        var refused = pages.Refused.Values.Sum();
        var asked = refused + pages.Served;
        return new Figure(words.Number(refused), Note: asked == 0
            ? words.Choose("no page was asked for", "aucune page n’a été demandée")
            : words.Choose($"{words.Percent((double)refused / asked)} of all", $"{words.Percent((double)refused / asked)} du total"));
    }

    public static Figure Waiting(Snapshot snapshot, Typography words)
    {
        if (snapshot.Room is not { } room)
        {
            return Missing(snapshot, "room");
        }

        return room.OpenSince is not { } since
            ? new Figure(words.Number(0), Note: words.Choose("the waiting room is closed", "la salle d’attente est fermée"))
            : new Figure(words.Number(room.Waiting), Note: words.Choose(
                $"open since {words.Time(since)}; {words.Number(room.Admitted)} let in, {words.Number(room.GaveUp)} gave up",
                $"ouverte depuis {words.Time(since)}; {words.Counted(room.Admitted, "admis", "admis")}, {words.Counted(room.GaveUp, "abandon", "abandons")}"));
    }

    public static Figure TurnedAway(Snapshot snapshot, Typography words) => snapshot.TurnedAway is { } turnedAway
        ? new Figure(words.Number(turnedAway), snapshot.TurnedAwayStandardError is > 0 and var error ? Margin(error, words) : null)
        : Missing(snapshot, "turnedAway");

    public static string? Median(Snapshot snapshot, Typography words) => snapshot.Baseline.Median4Weeks is not { } median
        ? null
        : words.Choose(
            $"Median of the last four weeks at this moment: {words.Number((long)Math.Round(median))}",
            $"Médiane des quatre dernières semaines à ce moment{Typography.NoBreakSpace}: {words.Number((long)Math.Round(median))}") +
            (snapshot.Visitors is { } visitors && median > 0 ? $" ({words.Ratio(visitors / median)})" : string.Empty);

    /// <summary>The same count over other lengths of time.</summary>
    public static string Windows(Snapshot snapshot, Typography words)
    {
        var unknown = words.Choose("not known", "inconnu");
        var minute = snapshot.Visitors1Minute is { } one ? words.Number(one) : unknown;
        var half = snapshot.Visitors30Minutes is { } thirty ? words.Number(thirty) : unknown;
        return words.Choose(
            $"Over the last minute: {minute}. Over the last 30 minutes: {half}.",
            $"Au cours de la dernière minute{Typography.NoBreakSpace}: {minute}. Au cours des 30 dernières minutes{Typography.NoBreakSpace}: {half}.");
    }

    private static string Margin(double error, Typography words) => $"±{Typography.NoBreakSpace}{words.Rounded((long)Math.Ceiling(error))}";

    private static Figure Missing(Snapshot snapshot, string figure) => new(null, Reason: snapshot.Unavailable.GetValueOrDefault(figure));
}

using Affluence.Report.CivilTime;
using Affluence.Report.Languages;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Dashboard.Confidence;

/// <summary>How sure the figures of a snapshot are, each text in the page's language.</summary>
internal static class ConfidenceView
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    /// <param name="live">Whether it is the current snapshot and not one of the past.</param>
    public static IReadOnlyList<ConfidenceRow> Of(Snapshot snapshot, bool live, Typography words) =>
    [
        Freshness(snapshot, live, words),
        Writers(snapshot, words),
        Dropped(snapshot, words),
        .. Error(snapshot, words),
        Networks(snapshot, words),
        Unlocated(snapshot, words),
        Books(snapshot, words),
        Standing(snapshot, live, words),
        new(
            words.Choose("Requests in the window", "Requêtes dans la fenêtre"),
            Number(snapshot.Requests, words),
            words.Choose("of which by declared robots", "dont de robots déclarés") + words.Colon + Number(snapshot.Bots, words),
            Reason: snapshot.Requests is null ? snapshot.Unavailable.GetValueOrDefault("requests") : null),
    ];

    /// <summary>By which clocks moments are compared.</summary>
    public static ConfidenceRow CivilTime(SiteCalendar calendar, Typography words) => new(
        words.Choose("Civil time", "Heure légale"),
        calendar.Zone.Id,
        words.Choose($"by the time zone database (TZDB) {calendar.TzdbVersion}", $"selon la base des fuseaux horaires (TZDB) {calendar.TzdbVersion}"));

    private static ConfidenceRow Freshness(Snapshot snapshot, bool live, Typography words)
    {
        var term = words.Choose("Newest counted hit", "Dernière requête comptée");
        if (snapshot.Quality.Freshness is not { } age)
        {
            return Unknown(term, snapshot, "quality.freshness", words);
        }

        return live
            ? new(term, words.Choose($"{words.Write(age)} old", $"il y a {words.Write(age)}"), IsConcern: age > Fresh)
            : new(
                term,
                words.Choose($"{words.Write(age)} before it was composed", $"{words.Write(age)} avant la composition"),
                words.Choose($"composed at {Composed(snapshot, words)}", $"composé à {Composed(snapshot, words)}"));
    }

    private static string Composed(Snapshot snapshot, Typography words)
    {
        var at = snapshot.Quality.ComposedAt.ToOffset(snapshot.At.Offset);
        return words.Choose($"{words.Time(at)} on {words.ShortDate(at)}", $"{words.Time(at)}, le {words.ShortDate(at)}");
    }

    private static ConfidenceRow Writers(Snapshot snapshot, Typography words)
    {
        var delayed = snapshot.Quality.DelayedWriters;
        return new(
            words.Choose("Gateways reporting", "Passerelles à l’écoute"),
            words.Number(snapshot.Quality.Writers),
            delayed == 0
                ? words.Choose("none is delayed", "aucune n’est en retard")
                : words.Choose(
                    $"delayed: {words.Number(delayed)}; what has not been sent yet is missing from the figures",
                    $"en retard{Typography.NoBreakSpace}: {words.Number(delayed)}; ce qui n’est pas encore envoyé manque aux chiffres"),
            IsConcern: delayed > 0 || snapshot.Quality.Writers == 0);
    }

    private static ConfidenceRow Dropped(Snapshot snapshot, Typography words)
    {
        var term = words.Choose("Hits given up", "Requêtes abandonnées");
        return snapshot.Quality.DroppedHits switch
        {
            null => Unknown(term, snapshot, "quality.droppedHits", words),
            0 => new(term, words.Number(0), words.Choose("every request seen is counted", "chaque requête vue est comptée")),
            { } dropped => new(
                term,
                words.Number(dropped),
                words.Choose("at most so many are missing from the figures", "il en manque au plus autant aux chiffres"),
                IsConcern: true),
        };
    }

    private static IEnumerable<ConfidenceRow> Error(Snapshot snapshot, Typography words)
    {
        var term = words.Choose("Standard error", "Erreur type");
        if (snapshot.StandardError is not { } error)
        {
            yield return Unknown(term, snapshot, "standardError", words);
            yield break;
        }

        var note = snapshot.TurnedAwayStandardError is { } turnedAway
            ? words.Choose(
                $"of visitors; of those turned away ±{Typography.NoBreakSpace}{words.Number((long)Math.Ceiling(turnedAway))}; page views are exact",
                $"des visiteurs; des éconduits ±{Typography.NoBreakSpace}{words.Number((long)Math.Ceiling(turnedAway))}; les pages vues sont exactes")
            : null;
        yield return new(term, $"±{Typography.NoBreakSpace}{Fine(error, words)}", note);
    }

    // Two digits of what is below one per cent, as 0.18%.
    private static string Fine(double share, Typography words) =>
        words.Choose(
            $"{(share * 100).ToString("0.##", words.Numbers)}%",
            $"{(share * 100).ToString("0.##", words.Numbers)}{Typography.NoBreakSpace}%");

    private static ConfidenceRow Networks(Snapshot snapshot, Typography words)
    {
        var term = words.Choose("Networks of the visitors", "Réseaux des visiteurs");
        if (snapshot.Networks is not { } networks)
        {
            // A replayed log names none: that casts no doubt on the other figures.
            return Unknown(term, snapshot, "networks", words) with { IsConcern = snapshot.Visitors is null };
        }

        return snapshot.Quality.FoldedPageViews is > 0 and var folded
            ? new(
                term,
                words.Number(networks),
                words.Choose(
                    $"{words.Counted(folded, "page view", "page views")} came from visitors beyond the limit of their network: browsers are invented, or the network is a large one",
                    $"{words.Counted(folded, "page vue vient", "pages vues viennent")} de visiteurs au-delà de la limite de leur réseau{Typography.NoBreakSpace}: des navigateurs inventés, ou un grand réseau"),
                IsConcern: true)
            : new(term, words.Number(networks), words.Choose("no network is beyond its limit", "aucun réseau ne dépasse sa limite"));
    }

    private static ConfidenceRow Unlocated(Snapshot snapshot, Typography words)
    {
        const double Many = 0.05;
        var term = words.Choose("Visitors of unknown country", "Visiteurs de pays inconnu");
        return snapshot.Quality.UnlocatedShare is { } share
            ? new(term, words.Percent(share), words.Choose("a part of every total", "compris dans chaque total"), IsConcern: share > Many)
            : Unknown(term, snapshot, "quality.unlocatedShare", words);
    }

    private static ConfidenceRow Books(Snapshot snapshot, Typography words)
    {
        var term = words.Choose("Page views of the last minute", "Pages vues de la dernière minute");
        if (snapshot.Ledger is not { } ledger)
        {
            return Unknown(term, snapshot, "ledger", words);
        }

        var parts = words.Choose(
            $"{words.Number(ledger.Served)} served, {words.Number(ledger.Refused.Values.Sum())} refused",
            $"{words.Counted(ledger.Served, "servie", "servies")}, {words.Counted(ledger.Refused.Values.Sum(), "refusée", "refusées")}");
        if (ledger is not { Arrived: { } arrived, Imbalance: { } imbalance })
        {
            return Unknown(term, snapshot, "ledger.arrived", words) with { Note = parts };
        }

        var value = words.Choose($"{words.Number(arrived)} arrived", words.Counted(arrived, "arrivée", "arrivées"));
        return imbalance == 0
            ? new(term, value, words.Choose($"{parts}: the books balance", $"{parts}{Typography.NoBreakSpace}: le compte est bon"))
            : new(
                term,
                value,
                parts + words.Colon + words.Choose($"{words.Number(imbalance)} unaccounted for", $"{words.Number(imbalance)} sans suite connue"),
                IsConcern: true);
    }

    private static ConfidenceRow Standing(Snapshot snapshot, bool live, Typography words)
    {
        var term = words.Choose("Standing", "Statut");
        if (live)
        {
            return new(
                term,
                words.Choose("live", "en direct"),
                words.Choose("each minute is put on record as final later", "chaque minute est consignée plus tard de façon définitive"));
        }

        return snapshot.Final
            ? new(
                term,
                words.Choose("final", "définitif"),
                snapshot.Revision == 1
                    ? words.Choose("it will not change", "il ne changera plus")
                    : words.Choose($"revision {snapshot.Revision}, after late records", $"révision {snapshot.Revision}, après des données tardives"))
            : new(term, words.Choose("provisional", "provisoire"), words.Choose("it may still change", "il peut encore changer"), IsConcern: true);
    }

    private static string Number(long? number, Typography words) => number is { } known ? words.Number(known) : words.Choose("not known", "inconnu");

    private static ConfidenceRow Unknown(string term, Snapshot snapshot, string figure, Typography words) =>
        new(term, words.Choose("not known", "inconnu"), IsConcern: true, Reason: snapshot.Unavailable.GetValueOrDefault(figure));
}

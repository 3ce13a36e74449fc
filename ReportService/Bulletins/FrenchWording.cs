using Affluence.Report.Languages;
using Affluence.Report.Room;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Bulletins;

/// <summary>The sentences in French. Countries stand alone, so that none needs an article or a preposition.</summary>
internal sealed class FrenchWording(Findings findings) : Wording(findings, Typography.French)
{
    private const long Million = 1_000_000;

    private static readonly char NoBreakSpace = Typography.NoBreakSpace;

    protected override string Headline() =>
        Findings.Visitors is { } visitors
            ? $"{Capitalized(Visitors(visitors))} sur le site {Moment(Findings.At)}{HeadlineContrast()}"
            : $"Nombre de visiteurs inconnu {Moment(Findings.At)}";

    protected override string Stale() =>
        $"Attention{Words.Colon}ces chiffres ne sont pas à jour. Ils décrivent l’heure indiquée ci-dessous, et non le moment présent.";

    protected override string Presence(long visitors)
    {
        var verb = visitors switch
        {
            0 => "ne se trouvait",
            1 => "se trouvait",
            _ => "se trouvaient",
        };
        return $"{Capitalized(Moment(Findings.At))} ({Typography.Offset(Findings.At)}), {Visitors(visitors)} {verb} sur le site.";
    }

    protected override string PresenceNotKnown() =>
        $"On ne sait pas combien de visiteurs se trouvaient sur le site {Moment(Findings.At)} ({Typography.Offset(Findings.At)}).";

    protected override string WhatPresenceIs() =>
        "Un visiteur est considéré comme présent lorsqu’au moins une page du site lui a été servie dans les cinq minutes précédant cette heure.";

    protected override string Accuracy(long visitors, double relative, bool rounded)
    {
        var subject = rounded ? "Avant d’être arrondi, ce nombre" : "Ce nombre";
        var standardError = Rounding.FinePercent(relative) > 0 ? $" (erreur type{Words.Colon}{Words.FinePercent(relative)})" : string.Empty;
        return $"{subject} est exact à {Visitors(visitors)} près, en plus ou en moins, dans environ deux cas sur trois{standardError}.";
    }

    protected override string MayChange() => "Ces chiffres peuvent encore changer.";

    protected override string MayBeIncomplete() =>
        "Il se peut que les chiffres soient trop bas, car certains points de mesure n’avaient pas transmis leurs données jusqu’à cette heure.";

    protected override string Comparison(Contrast contrast, long before) =>
        $"C’est {Compared(contrast)} même moment une semaine plus tôt, {Moment(Findings.BaselineAt)}, où {ThereWere(before)}.";

    protected override string BeforeAlone(long before) =>
        $"Au même moment une semaine plus tôt, {Moment(Findings.BaselineAt)}, {ThereWere(before)}.";

    protected override string NotCompared() =>
        $"On ne sait pas comment ce nombre se compare à celui du même moment une semaine plus tôt, {Moment(Findings.BaselineAt)}.";

    protected override string? Clocks(ClockChange change) => change switch
    {
        ClockChange.ForwardBetween => $"Les horloges ont avancé entre ces deux moments, que séparent {HoursBetween()}.",
        ClockChange.BackBetween => $"Les horloges ont reculé entre ces deux moments, que séparent {HoursBetween()}.",
        ClockChange.EarlierSkipped =>
            $"Comme les horloges ont avancé ce jour-là, l’heure de {Words.Time(Findings.At)} n’a pas existé; " +
            $"la comparaison porte sur {Words.Time(Findings.BaselineAt)}.",
        ClockChange.EarlierTwice =>
            $"Comme les horloges ont reculé ce jour-là, l’heure de {Words.Time(Findings.BaselineAt)} est survenue deux fois; " +
            "la comparaison porte sur la première.",
        ClockChange.LaterTwice =>
            $"Comme les horloges ont reculé le {Words.Date(Findings.At)}, l’heure de {Words.Time(Findings.At)} est survenue deux fois ce jour-là; " +
            "les deux sont comparées au même moment.",
        _ => null,
    };

    protected override string BeforeWasSurge() =>
        "Le site connaissait déjà une affluence exceptionnelle à ce moment-là, qui n’était donc pas un moment ordinaire.";

    protected override string Median(MedianFinding median)
    {
        var leftOut = median.WeeksLeftOut switch
        {
            0 => string.Empty,
            1 => "; une de ces semaines est laissée de côté, car elle a connu une affluence exceptionnelle",
            var weeks => $"; {Words.Number(weeks)} de ces semaines sont laissées de côté, car elles ont connu une affluence exceptionnelle",
        };
        return median.Contrast is { } contrast
            ? $"Par rapport à la médiane du même moment des quatre semaines précédentes ({Many(median.Visitors)}{leftOut}), c’est {Alone(contrast)}."
            : $"La médiane du même moment des quatre semaines précédentes était {Of(Visitors(median.Visitors))}{leftOut}.";
    }

    protected override string Countries()
    {
        var range = Findings.Countries.Any(country => country.BaselineShare is not null)
            ? " (entre parenthèses, la fourchette dans l’heure entourant le même moment une semaine plus tôt)"
            : string.Empty;
        return $"Part des visiteurs selon le pays de l’adresse réseau{range}{Words.Colon}{string.Join("; ", Findings.Countries.Select(Describe))}.";
    }

    protected override string CountryUnknown(double share) =>
        Rounding.Percent(share) < 100
            ? $"Le pays de {Words.Percent(share)} des visiteurs est inconnu."
            : "Les pays des visiteurs sont inconnus.";

    protected override string AddressIsNotPerson(CountryName leading) =>
        $"Une adresse indique d’où provient une connexion, et non qui est connecté{Words.Colon}" +
        $"{Words.Quote(leading.Fr)} désigne les visiteurs qui y ont une adresse, et non les citoyens de ce pays.";

    protected override string SurgeSince(DateTimeOffset since) => $"Une affluence exceptionnelle durait depuis {Since(since)}.";

    protected override string DifficultSince(DateTimeOffset since) => $"Le site était difficile d’accès depuis {Since(since)}.";

    protected override string RefusedShare(double share) =>
        $"Dans les cinq minutes précédant cette heure, {Part(share)} des pages demandées ont été refusées.";

    protected override string TurnedAway(Estimate visitors)
    {
        var error = ErrorOf(visitors) is { } plusOrMinus ? $" (à {Many(plusOrMinus)} près)" : string.Empty;
        var (have, notCounted) = visitors.Visitors < 2 ? ("a", "n’est pas compté") : ("ont", "ne sont pas comptés");
        return $"{Estimated(visitors)} {have} joint le site pendant ces minutes sans en obtenir une seule page{error} et {notCounted} ci-dessus.";
    }

    protected override string GotIn(Estimate visitors)
    {
        var (have, entered, counted) = visitors.Visitors < 2 ? ("a", "est entré", "est compté") : ("ont", "sont entrés", "sont comptés");
        return $"{Estimated(visitors)} {have} essuyé un refus, mais {entered} tout de même, et {counted} ci-dessus.";
    }

    protected override string RoomSince(DateTimeOffset since, long joined, long letIn) =>
        $"Une salle d’attente est ouverte depuis {Since(since)}{Words.Colon}places attribuées, {Count(joined)}; visiteurs admis, {Count(letIn)}.";

    protected override string CountriesNotTested() =>
        "On n’a pas pu vérifier si les visiteurs de tous les pays ont été admis de la même façon, car trop peu sont venus de chacun.";

    protected override string CountriesTested(RoomFairness fairness, IReadOnlyList<RoomDifference> named)
    {
        var question = $"Pour {Words.Counted(fairness.Tested, "pays", "pays")}, on a vérifié si les visiteurs ont été admis aussi vite que tous les autres arrivés à la même minute, par une " +
            $"méthode qui, là où il n’y a pas de différence, en trouve une dans au plus {Words.FinePercent(fairness.Level)} des cas";
        if (named.Count == 0)
        {
            return $"{question}{Words.Colon}aucune différence n’a été trouvée, ce qui ne prouve pas qu’il n’y en a pas.";
        }

        var others = fairness.Found.Count > named.Count ? $"; et {Words.Number(fairness.Found.Count - named.Count)} de plus" : string.Empty;
        return $"{question}{Words.Colon}une différence a été trouvée pour {Words.Number(fairness.Found.Count)} ({string.Join("; ", named.Select(Describe))}{others}).";
    }

    protected override string TooFewForTest(int countries) =>
        $"Trop peu de visiteurs sont venus {(countries == 1 ? "d’un autre pays" : $"de {Words.Number(countries)} autres pays")} pour une vérification.";

    protected override string Excluded() =>
        "Les personnes qui n’ont pas du tout réussi à se connecter au site ne sont pas comprises dans ces chiffres, et leur nombre est inconnu.";

    protected override string WhatVisitorsAre() =>
        "Un visiteur est une combinaison distincte d’une adresse réseau et d’un navigateur, ce qui n’est pas toujours une seule personne. " +
        "Les robots déclarés ne sont pas comptés. Les chiffres sont des estimations arrondies.";

    protected override string Attribution(string attribution) => $"Pays des adresses réseau{Words.Colon}{attribution}.";

    // In French nought and one are singular; a round number of millions is a noun, and takes "de".
    private string Visitors(long count)
    {
        var noun = count < 2 ? "visiteur" : "visiteurs";
        var of = Rounding.People(count) is >= Million and var said && said % Million == 0 ? "de " : string.Empty;
        return count == 0 ? $"aucun {noun}" : $"{Many(count)}{(count == 1 ? ' ' : NoBreakSpace)}{of}{noun}";
    }

    private string Many(long count) => count switch
    {
        0 => "aucun",
        1 => "un",
        _ => IsSaidExactly(count) ? Words.Number(count) : $"environ {Words.Rounded(count)}",
    };

    private static string Of(string text) => "aeiou".Contains(text[0]) ? $"d’{text}" : $"de {text}";

    private string ThereWere(long count) => count == 0 ? "il n’y en avait aucun" : $"il y en avait {Many(count)}";

    private string Estimated(Estimate estimate) =>
        estimate.AtMost ? $"Au plus {Visitors(estimate.Visitors)}" : Capitalized(Visitors(estimate.Visitors));

    private string HeadlineContrast() =>
        Findings is { Contrast: { Likeness: Likeness.TimesAsMany } contrast, BaselineInSurge: false }
            ? $"{Words.Colon}environ {Words.Times(contrast.Figure)} fois le nombre d’une semaine plus tôt"
            : string.Empty;

    private string Alone(Contrast contrast) => contrast.Likeness switch
    {
        Likeness.TimesAsMany => $"environ {Words.Times(contrast.Figure)} fois ce nombre",
        Likeness.PercentMore => $"environ {Words.PercentOf(contrast.Figure)} de plus",
        Likeness.AboutAsMany => "à peu près autant",
        Likeness.PercentFewer => $"environ {Words.PercentOf(contrast.Figure)} de moins",
        Likeness.HardlyAny => $"moins de {Words.PercentOf(1)} de ce nombre",
        _ => throw new InvalidOperationException($"{contrast.Likeness} is no likeness known here."),
    };

    // "12 fois plus" is read by some as 13 times the number, so the number itself is multiplied.
    private string Compared(Contrast contrast) => contrast.Likeness switch
    {
        Likeness.TimesAsMany => $"environ {Words.Times(contrast.Figure)} fois le nombre relevé au",
        Likeness.HardlyAny => $"moins de {Words.PercentOf(1)} du nombre relevé au",
        _ => $"{Alone(contrast)} qu’au",
    };

    private string Part(double share) => share < SmallestPart ? $"moins de {Words.FinePercent(SmallestPart)}" : Words.Percent(share);

    private string Describe(CountryShare country)
    {
        var range = country.BaselineShare is { } before ? $" ({Range(Words.FinePercent(before.Low), Words.FinePercent(before.High))})" : string.Empty;
        return $"{country.Name.Fr}, {Words.Percent(country.Share!.Value)}{range}";
    }

    private string Describe(RoomDifference difference)
    {
        var direction = difference.WaitedLonger ? "attente plus longue" : "admission plus rapide";
        return difference is { MedianMinutes: { } own, OthersMedianMinutes: { } others }
            ? $"{difference.Name.Fr}, {direction}, attente médiane de {Minutes(own)} contre {Minutes(others)}"
            : $"{difference.Name.Fr}, {direction}";
    }

    private string Minutes(int minutes) => minutes == 0 ? "moins d’une minute" : $"{Words.Number(minutes)}{NoBreakSpace}{(minutes < 2 ? "minute" : "minutes")}";

    private string Count(long count) => count == 0 ? "aucun" : IsSaidExactly(count) ? Words.Number(count) : $"environ {Words.Rounded(count)}";

    private static string Range(string low, string high) => low == high ? low : $"de {low} à {high}";

    private string Since(DateTimeOffset since) => IsSameDay(since) ? Words.Time(since) : Moment(since);

    private string Moment(DateTimeOffset at) => $"le {Words.Date(at)} à {Words.Time(at)}";

    private string HoursBetween() =>
        $"{(MinuteRange.WholeMinute(Findings.At) - Findings.BaselineAt).TotalHours.ToString("0.##", Words.Numbers)}{NoBreakSpace}heures";
}

using System.Globalization;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Bulletins;

/// <summary>
/// French as written in Canada, by the Office québécois de la langue française: 200 000, 37 %, 23 h 05, each with a no-break space, a
/// comma for decimals, and months and days without capitals.
/// </summary>
internal sealed class FrenchBulletin : BulletinWriter
{
    private const char NoBreakSpace = '\u00A0';

    // Spelt out rather than taken from ICU, whose space differs between versions: the same bulletin reads the same everywhere.
    private static readonly NumberFormatInfo Numbers = new() { NumberGroupSeparator = NoBreakSpace.ToString(), NumberDecimalSeparator = "," };

    private static readonly string[] Days = ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"];

    private static readonly string[] Months =
        ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

    protected override string Language => "fr";

    protected override string Definition =>
        "Un visiteur est une combinaison distincte d’une adresse réseau et d’un navigateur à laquelle au moins une page du site a été servie dans " +
        "les cinq minutes précédant l’heure indiquée. Les robots déclarés ne sont pas comptés. Les chiffres sont des estimations arrondies.";

    protected override string Headline(Snapshot snapshot) =>
        snapshot.Visitors is { } visitors
            ? $"Environ {Visitors(visitors)} sur le site à {Time(snapshot.At)}, le {Date(snapshot.At)}"
            : $"Nombre de visiteurs inconnu à {Time(snapshot.At)}, le {Date(snapshot.At)}";

    protected override string Presence(Snapshot snapshot, long visitors) =>
        $"Le {Date(snapshot.At)} à {Time(snapshot.At)} ({Offset(snapshot.At)}), environ {Visitors(visitors)} se trouvaient sur le site.";

    protected override string NotKnown(Snapshot snapshot) =>
        $"On ne sait pas combien de visiteurs se trouvaient sur le site le {Date(snapshot.At)} à {Time(snapshot.At)} ({Offset(snapshot.At)}).";

    protected override string Comparison(Snapshot snapshot, double ratio, long before)
    {
        var moment = $"le {Date(snapshot.Baseline.At)} à {Time(snapshot.Baseline.At)}";
        return IsAboutAsMany(ratio)
            ? $"C’est à peu près autant qu’au même moment une semaine plus tôt, {moment} (environ {Number(before)})."
            : $"C’est environ {Rounding.Times(ratio).ToString(Numbers)} fois le nombre du même moment une semaine plus tôt, {moment} " +
                $"(environ {Number(before)}).";
    }

    protected override string NotCompared(Snapshot snapshot) =>
        "On ne sait pas comment ce nombre se compare à celui du même moment une semaine plus tôt, " +
        $"le {Date(snapshot.Baseline.At)} à {Time(snapshot.Baseline.At)}.";

    protected override string Origins(IReadOnlyList<CountryShare> countries) =>
        $"Selon le pays de leur adresse réseau{NoBreakSpace}: {string.Join("; ", countries.Select(Describe))}. " +
        $"Il s’agit de l’endroit d’où provient la connexion et non de la personne connectée{NoBreakSpace}: " +
        "les visiteurs ayant une adresse aux États-Unis ne sont pas nécessairement des Américains.";

    protected override string Excluded(Snapshot snapshot) =>
        "Les personnes qui n’ont pas réussi à se connecter au site ne sont pas comprises dans ces chiffres." +
        (snapshot.TurnedAway is > 0 and var turnedAway
            ? $" En outre, environ {Visitors(turnedAway)} ont joint le site sans en obtenir une seule page."
            : string.Empty);

    private static string Describe(CountryShare country) =>
        $"{country.Name.Fr}, {Percent(Rounding.Percent(country.Share!.Value))}" +
        (country.BaselineShare is { } ordinary
            ? $" (de {Percent(Rounding.FinePercent(ordinary.Low))} à {Percent(Rounding.FinePercent(ordinary.High))} " +
                "autour du même moment une semaine plus tôt)"
            : string.Empty);

    // In French nought and one are singular.
    private static string Visitors(long count) => $"{Number(count)}{NoBreakSpace}{(count < 2 ? "visiteur" : "visiteurs")}";

    private static string Number(long count) => Rounding.People(count).ToString("N0", Numbers);

    private static string Percent(decimal percent) => $"{percent.ToString(Numbers)}{NoBreakSpace}%";

    private static string Time(DateTimeOffset at) =>
        at.Minute == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{at.Hour}{NoBreakSpace}h")
            : string.Create(CultureInfo.InvariantCulture, $"{at.Hour}{NoBreakSpace}h{NoBreakSpace}{at.Minute:00}");

    private static string Date(DateTimeOffset at)
    {
        var day = at.Day == 1 ? "1er" : at.Day.ToString(CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{Days[(int)at.DayOfWeek]} {day}{NoBreakSpace}{Months[at.Month - 1]}{NoBreakSpace}{at.Year}");
    }

    private static string Offset(DateTimeOffset at) => $"UTC{at.ToString("zzz", CultureInfo.InvariantCulture).Replace('-', '−')}";
}

using System.Globalization;

namespace Affluence.Report.Languages;

/// <summary>
/// French as written in Canada, by the Office québécois de la langue française and the Translation Bureau: 200 000; 37 %; 23 h 05, days and
/// months without capitals. A no-break space (U+00A0, not the narrow U+202F of France) stands before a colon and inside « guillemets »; there
/// is no space before a semicolon, an exclamation mark or a question mark.
/// </summary>
internal sealed class FrenchTypography : Typography
{
    private static readonly string[] Days = ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"];

    private static readonly string[] Months =
        ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

    private static readonly string[] ShortMonths =
        ["janv.", "févr.", "mars", "avril", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."];

    public override string Language => "fr";

    public override NumberFormatInfo Numbers { get; } = NumberFormatInfo.ReadOnly(
        new NumberFormatInfo { NumberGroupSeparator = NoBreakSpace.ToString(), NumberDecimalSeparator = "," });

    public override string Colon => $"{NoBreakSpace}: ";

    // Nought is singular.
    public override bool IsSingular(long number) => number is > -2 and < 2;

    public override string Time(DateTimeOffset at) =>
        at.Minute == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{at.Hour}{NoBreakSpace}h")
            : string.Create(CultureInfo.InvariantCulture, $"{at.Hour}{NoBreakSpace}h{NoBreakSpace}{at.Minute:00}");

    public override string ShortDate(DateTimeOffset at) => $"{Day(at)}{NoBreakSpace}{ShortMonths[at.Month - 1]}";

    public override string Date(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{Days[(int)at.DayOfWeek]} {Day(at)}{NoBreakSpace}{Months[at.Month - 1]}{NoBreakSpace}{at.Year}");

    public override string PercentOf(decimal percent) => $"{percent.ToString("0.#", Numbers)}{NoBreakSpace}%";

    public override string Quote(string text) => $"«{NoBreakSpace}{text}{NoBreakSpace}»";

    private static string Day(DateTimeOffset at) => at.Day == 1 ? "1er" : at.Day.ToString(CultureInfo.InvariantCulture);
}

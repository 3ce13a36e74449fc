using System.Globalization;

namespace Affluence.Report.Languages;

/// <summary>English as written in Canada, by the Translation Bureau's Writing Tips: 200,000; 37%; 11:05 p.m. with a no-break space.</summary>
internal sealed class EnglishTypography : Typography
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;
    private static readonly string[] Months = ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];

    public override string Language => "en";

    public override NumberFormatInfo Numbers { get; } = NumberFormatInfo.InvariantInfo;

    public override string Colon => ": ";

    public override bool IsSingular(long number) => number is 1 or -1;

    public override string Time(DateTimeOffset at) => $"{at.ToString(at.Minute == 0 ? "%h" : "h:mm", Culture)}{NoBreakSpace}{Half(at)}";

    public override string ShortDate(DateTimeOffset at) => $"{Months[at.Month - 1]}{NoBreakSpace}{at.Day.ToString(Culture)}";

    public override string Date(DateTimeOffset at) => at.ToString("dddd, MMMM d, yyyy", Culture);

    public override string PercentOf(decimal percent) => $"{percent.ToString("0.#", Numbers)}%";

    public override string Quote(string text) => $"“{text}”";

    private static string Half(DateTimeOffset at) => at.Hour < 12 ? "a.m." : "p.m.";
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Affluence.Report.Languages;

/// <summary>
/// How a language writes numbers and times, as in Canada. Spelt out rather than taken from ICU, whose spaces differ between versions: the
/// same figure reads the same everywhere.
/// </summary>
internal abstract class Typography
{
    /// <summary>U+00A0: what belongs together is not broken between two lines.</summary>
    public const char NoBreakSpace = '\u00A0';

    private const char MinusSign = '\u2212';

    public static Typography English { get; } = new EnglishTypography();

    public static Typography French { get; } = new FrenchTypography();

    /// <summary>Two letters, ISO 639-1.</summary>
    public abstract string Language { get; }

    /// <summary>What separates decimals and thousands.</summary>
    public abstract NumberFormatInfo Numbers { get; }

    /// <summary>What stands between a label and what it labels.</summary>
    public abstract string Colon { get; }

    public static IEnumerable<string> Languages => [English.Language, French.Language];

    public static bool TryFind(string language, [NotNullWhen(true)] out Typography? typography) =>
        (typography = language == English.Language ? English : language == French.Language ? French : null) is not null;

    /// <summary>The one of two that is of this language.</summary>
    public T Choose<T>(T english, T french) => ReferenceEquals(this, French) ? french : english;

    /// <summary>A whole number with its thousands apart: 200,112.</summary>
    public string Number(long number) => number.ToString("N0", Numbers);

    /// <summary>A number and what it counts, in the singular or plural: "1 visitor", "0 visitors", « 0 visiteur ».</summary>
    /// <param name="one">What follows the number in the singular.</param>
    /// <param name="more">What follows it in the plural.</param>
    public string Counted(long number, string one, string more) => $"{Number(number)} {(IsSingular(number) ? one : more)}";

    /// <summary>Whether words that go with this number are in the singular.</summary>
    public abstract bool IsSingular(long number);

    /// <summary>A number of people as it is said aloud: 200,112 is 200,000.</summary>
    public string Rounded(long number) => Number(Rounding.People(number));

    /// <summary>A share as per cent: 0.5 is 50%. Below a tenth one decimal, above zero and below a thousandth "&lt; 0.1%".</summary>
    public string Percent(double share) =>
        share is > 0 and < 0.001 ? $"<{NoBreakSpace}{PercentOf(0.1m)}" : PercentOf(Rounding.Percent(share));

    /// <summary>A share as per cent with one decimal at most, for both ends of a range.</summary>
    public string FinePercent(double share) => PercentOf(Rounding.FinePercent(share));

    /// <summary>Per cent that are rounded already: 37%.</summary>
    public abstract string PercentOf(decimal percent);

    /// <summary>A ratio: 11.77 is ×12, 1.52 is ×1.5.</summary>
    public string Ratio(double ratio) => $"×{Times(Rounding.Times(ratio))}";

    /// <summary>A number of times that is rounded already: 1,200; 1.5.</summary>
    public string Times(decimal times) => times.ToString("#,0.##", Numbers);

    /// <summary>The time of day by the offset the moment carries: 11 p.m., 11:05 p.m.</summary>
    public abstract string Time(DateTimeOffset at);

    /// <summary>The day without weekday or year: Nov. 8.</summary>
    public abstract string ShortDate(DateTimeOffset at);

    /// <summary>The day in full: Tuesday, November 8, 2016.</summary>
    public abstract string Date(DateTimeOffset at);

    /// <summary>In the language's quotation marks.</summary>
    public abstract string Quote(string text);

    /// <summary>A text as it stands at the head of a line or a cell: "îles Cook" is "Îles Cook".</summary>
    public static string AtHead(string text) => text.Length == 0 ? text : string.Concat(text[..1].ToUpperInvariant(), text.AsSpan(1));

    /// <summary>For example UTC−05:00.</summary>
    public static string Offset(DateTimeOffset at) => $"UTC{at.ToString("zzz", CultureInfo.InvariantCulture).Replace('-', MinusSign)}";
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Affluence.Report.Bulletins;

namespace Affluence.Report.Languages;

/// <summary>
/// How a language writes numbers and times, as in Canada. Spelt out rather than taken from ICU, whose spaces differ between versions: the
/// same figure reads the same everywhere.
/// </summary>
internal abstract class Typography
{
    protected const char NoBreakSpace = '\u00A0';
    private const char MinusSign = '\u2212';

    public static Typography English { get; } = new EnglishTypography();

    public static Typography French { get; } = new FrenchTypography();

    /// <summary>Two letters, ISO 639-1.</summary>
    public abstract string Language { get; }

    /// <summary>What separates decimals and thousands.</summary>
    public abstract NumberFormatInfo Numbers { get; }

    public static IEnumerable<string> Languages => [English.Language, French.Language];

    public static bool TryFind(string language, [NotNullWhen(true)] out Typography? typography) =>
        (typography = language == English.Language ? English : language == French.Language ? French : null) is not null;

    /// <summary>The one of two that is of this language.</summary>
    public T Choose<T>(T english, T french) => ReferenceEquals(this, French) ? french : english;

    /// <summary>A whole number with its thousands apart: 200,112.</summary>
    public string Number(long number) => number.ToString("N0", Numbers);

    /// <summary>A share as per cent: 0.5 is 50%. Below a tenth one decimal, above zero and below a thousandth "&lt; 0.1%".</summary>
    public string Percent(double share)
    {
        if (share is > 0 and < 0.001)
        {
            return $"<{NoBreakSpace}{PercentOf(0.1m)}";
        }

        var percent = (decimal)share * 100;
        return PercentOf(Math.Round(percent, percent is > 0 and < 10 ? 1 : 0, MidpointRounding.AwayFromZero));
    }

    /// <summary>A ratio: 11.77 is ×12, 1.52 is ×1.5.</summary>
    public string Ratio(double ratio) => $"×{Rounding.Times(ratio).ToString(Numbers)}";

    /// <summary>The time of day by the offset the moment carries: 11 p.m., 11:05 p.m.</summary>
    public abstract string Time(DateTimeOffset at);

    /// <summary>The day without weekday or year: Nov. 8.</summary>
    public abstract string ShortDate(DateTimeOffset at);

    public abstract string Date(DateTimeOffset at);

    /// <summary>For example UTC−05:00.</summary>
    public static string Offset(DateTimeOffset at) => $"UTC{at.ToString("zzz", CultureInfo.InvariantCulture).Replace('-', MinusSign)}";

    protected abstract string PercentOf(decimal percent);
}

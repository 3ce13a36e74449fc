using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Affluence.Report.CivilTime;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Affluence.Report.Api;

/// <summary>How values are written as CSV (RFC 4180: CRLF, header row).</summary>
/// <param name="Separator">
/// Between fields. With a semicolon, decimals have a comma: both are what a spreadsheet expects where the comma is the decimal mark.
/// </param>
/// <param name="HasByteOrderMark">Whether the text begins with U+FEFF, without which Excel takes it for the code page of the machine.</param>
internal sealed record CsvDialect(char Separator, bool HasByteOrderMark)
{
    public const string SeparatorParameter = "separator";
    public const string ByteOrderMarkParameter = "bom";
    public const string Comma = "comma";
    public const string Semicolon = "semicolon";

    private static readonly NumberFormatInfo DecimalComma = NumberFormatInfo.ReadOnly(new NumberFormatInfo { NumberDecimalSeparator = "," });

    public Encoding Encoding => new UTF8Encoding(encoderShouldEmitUTF8Identifier: HasByteOrderMark);

    private NumberFormatInfo Numbers => Separator == ';' ? DecimalComma : NumberFormatInfo.InvariantInfo;

    /// <summary>The dialect that was asked for, or the problem to answer with.</summary>
    public static bool TryRead(
        string? separator, string? bom, [NotNullWhen(true)] out CsvDialect? dialect, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        problem = (separator, bom) switch
        {
            (not (null or Comma or Semicolon), _) =>
                Problems.BadParameter(SeparatorParameter, $"{Parsed.Quote(separator)} is unknown; it is one of {Comma}, {Semicolon}."),
            (_, not (null or "true" or "false")) => Problems.BadParameter(ByteOrderMarkParameter, $"{Parsed.Quote(bom)} is neither true nor false."),
            _ => null,
        };
        dialect = problem is null ? new CsvDialect(separator == Semicolon ? ';' : ',', bom == "true") : null;
        return problem is null;
    }

    /// <summary>A line, without its end.</summary>
    public string Line(IEnumerable<string?> fields) => string.Join(Separator, fields.Select(Field));

    public string? Number(double? number) => number?.ToString(Numbers);

    // Fields are numbers, instants and words of ours, so next to none needs quotes and none can be read as a formula.
    private string? Field(string? text) => text is not null && (text.Contains(Separator, StringComparison.Ordinal) || text.Contains('"', StringComparison.Ordinal))
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : text;
}

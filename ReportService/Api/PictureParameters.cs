using System.Globalization;
using Affluence.Report.CivilTime;
using Affluence.Report.Dashboard.Curve;
using Affluence.Report.Languages;
using Affluence.Report.Pictures;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace Affluence.Report.Api;

/// <summary>What is asked of a picture.</summary>
/// <param name="At">The minute to show; null: the present.</param>
internal sealed record PictureParameters(DateTimeOffset? At, CurveSpan Span, PictureLook Look)
{
    public const string AtParameter = "at";
    public const string SpanParameter = "span";
    public const string LanguageParameter = "lang";
    public const string ThemeParameter = "theme";
    public const string WidthParameter = "width";
    public const string HeightParameter = "height";

    public static string[] OfCountries { get; } = [AtParameter, LanguageParameter, ThemeParameter, WidthParameter, HeightParameter];

    public static string[] OfCurve { get; } = [AtParameter, SpanParameter, LanguageParameter, ThemeParameter, WidthParameter, HeightParameter];

    /// <summary>What was asked, or the problem to answer with.</summary>
    public static (PictureParameters? Asked, ProblemHttpResult? Problem) Read(IQueryCollection query, bool isVector, DateTimeZone zone)
    {
        var at = Value(query, AtParameter) is { } moment ? MomentText.Parse(moment, zone) : (Parsed<DateTimeOffset>?)null;
        if (at is { Succeeded: false } wrong)
        {
            return (null, Problems.BadParameter(AtParameter, wrong.Error));
        }

        var span = CurveSpan.ThreeHours;
        if (Value(query, SpanParameter) is { } asked && !CurveSpan.TryFind(asked, out span))
        {
            return (null, Unknown(SpanParameter, asked, CurveSpan.All.Select(known => known.Key)));
        }

        var words = Typography.English;
        if (Value(query, LanguageParameter) is { } language && !Typography.TryFind(language, out words))
        {
            return (null, Unknown(LanguageParameter, language, Typography.Languages));
        }

        var theme = PictureTheme.Light;
        if (Value(query, ThemeParameter) is { } colours && !PictureTheme.TryFind(colours, out theme))
        {
            return (null, Unknown(ThemeParameter, colours, PictureTheme.All.Select(known => known.Key)));
        }

        var (width, wrongWidth) = Size(query, WidthParameter, PictureLook.LeastWidth, PictureLook.MostWidth, PictureLook.UsualWidth);
        var (height, wrongHeight) = Size(query, HeightParameter, PictureLook.LeastHeight, PictureLook.MostHeight, PictureLook.HeightFor(width));
        return (wrongWidth ?? wrongHeight) is { } wrongSize
            ? (null, wrongSize)
            : (new PictureParameters(at?.Value, span!, new PictureLook(words!, theme!, width, height, isVector)), null);
    }

    private static (int Size, ProblemHttpResult? Problem) Size(IQueryCollection query, string name, int least, int most, int usual)
    {
        if (Value(query, name) is not { } text)
        {
            return (usual, null);
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size >= least && size <= most
            ? (size, null)
            : (usual, Problems.BadParameter(name, $"{Parsed.Quote(text)} is no whole number of pixels from {least} to {most}."));
    }

    private static string? Value(IQueryCollection query, string name) => query.TryGetValue(name, out var values) ? values.ToString() : null;

    private static ProblemHttpResult Unknown(string name, string text, IEnumerable<string> known) =>
        Problems.BadParameter(name, $"{Parsed.Quote(text)} is unknown; it is one of {string.Join(", ", known)}.");
}

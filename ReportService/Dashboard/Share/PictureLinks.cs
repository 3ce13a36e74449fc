using Affluence.Report.Dashboard.TimeTravel;

namespace Affluence.Report.Dashboard.Share;

/// <summary>Addresses of pictures and data.</summary>
internal static class PictureLinks
{
    /// <summary>For example <c>/api/v1/pictures/curve.png?at=2016-11-08T23:00&amp;lang=fr</c>. What is as usual is left out.</summary>
    /// <param name="form"><c>png</c> or <c>svg</c>.</param>
    /// <param name="at">Value of <c>at</c> by <see cref="MomentLinks.Parameter"/>; null: the present.</param>
    /// <param name="span">Value of <c>span</c>; null: as usual.</param>
    /// <param name="theme">Null: light.</param>
    /// <param name="width">In pixels; null: as usual.</param>
    public static string Curve(string form, string language, string? at, string? span, string? theme = null, int? width = null) =>
        Address($"/api/v1/pictures/curve.{form}", At(at), ("span", span), Language(language), ("theme", theme), ("width", width is null ? null : $"{width}"));

    /// <inheritdoc cref="Curve"/>
    public static string Countries(string form, string language, string? at) =>
        Address($"/api/v1/pictures/countries.{form}", At(at), Language(language));

    /// <summary>The stored snapshots of a range.</summary>
    /// <param name="form"><c>csv</c> or <c>json</c>.</param>
    /// <param name="step">ISO 8601; null: a minute.</param>
    public static string Snapshots(string form, string from, string to, string? step) =>
        Address("/api/v1/snapshots", ("from", Escape(from)), ("to", Escape(to)), ("step", step), ("format", form));

    private static (string Name, string? Value) At(string? at) => ("at", at is null ? null : Escape(at));

    private static (string Name, string? Value) Language(string language) => ("lang", language == "en" ? null : language);

    // A colon may stand in a query as it is, and an address is read by people too.
    private static string Escape(string moment) => Uri.EscapeDataString(moment).Replace("%3A", ":", StringComparison.Ordinal);

    private static string Address(string path, params (string Name, string? Value)[] parameters)
    {
        var query = string.Join('&', parameters.Where(parameter => parameter.Value is not null).Select(parameter => $"{parameter.Name}={parameter.Value}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }
}

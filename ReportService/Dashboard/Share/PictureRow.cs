namespace Affluence.Report.Dashboard.Share;

/// <summary>Addresses of the pictures of one time.</summary>
public sealed record PictureRow(string Title, string CurvePng, string CurveSvg, string CountriesPng, string CountriesSvg);

using System.Diagnostics.CodeAnalysis;
using SkiaSharp;

namespace Affluence.Report.Pictures;

/// <summary>
/// Colours of a picture, the same as the dashboard's. Blue against orange is told apart in every kind of colour blindness, and no line is told
/// by its colour alone.
/// </summary>
internal sealed record PictureTheme(
    string Key, SKColor Card, SKColor Ink, SKColor Muted, SKColor Line, SKColor Now, SKColor Baseline, SKColor Refused, SKColor Band, SKColor Selected)
{
    public static PictureTheme Light { get; } = new(
        "light",
        SKColor.Parse("#ffffff"),
        SKColor.Parse("#131a24"),
        SKColor.Parse("#515d6d"),
        SKColor.Parse("#d9dfe7"),
        SKColor.Parse("#0b57c4"),
        SKColor.Parse("#667282"),
        SKColor.Parse("#b8420a"),
        SKColor.Parse("#f3ddd1"),
        SKColor.Parse("#4a2a99"));

    public static PictureTheme Dark { get; } = new(
        "dark",
        SKColor.Parse("#141a22"),
        SKColor.Parse("#e9eef5"),
        SKColor.Parse("#a3b0c0"),
        SKColor.Parse("#2b3541"),
        SKColor.Parse("#6cb6ff"),
        SKColor.Parse("#97a5b6"),
        SKColor.Parse("#ff9a5c"),
        SKColor.Parse("#3d2f2b"),
        SKColor.Parse("#cdbcff"));

    public static IReadOnlyList<PictureTheme> All { get; } = [Light, Dark];

    public static bool TryFind(string key, [NotNullWhen(true)] out PictureTheme? theme) =>
        (theme = All.FirstOrDefault(known => known.Key == key)) is not null;
}

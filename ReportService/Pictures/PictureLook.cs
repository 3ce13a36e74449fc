using Affluence.Report.Languages;

namespace Affluence.Report.Pictures;

/// <summary>How a picture is to look, whatever it shows.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="IsVector">SVG, and not PNG.</param>
internal sealed record PictureLook(Typography Words, PictureTheme Theme, int Width, int Height, bool IsVector)
{
    public const int LeastWidth = 320;
    public const int MostWidth = 2400;
    public const int LeastHeight = 240;
    public const int MostHeight = 1600;

    /// <summary>As wide and high as a large card of a social network.</summary>
    public const int UsualWidth = 1200;

    public const int UsualHeight = 675;

    /// <summary>In the usual proportion, as far as the bounds allow.</summary>
    public static int HeightFor(int width) => Math.Clamp(width * UsualHeight / UsualWidth, LeastHeight, MostHeight);
}

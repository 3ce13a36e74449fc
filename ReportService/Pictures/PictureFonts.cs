using ScottPlot;
using SkiaSharp;

namespace Affluence.Report.Pictures;

/// <summary>
/// The typeface of all pictures, which this program brings: a server may have no fonts, and the same picture must have the same bytes
/// wherever it is drawn.
/// </summary>
internal static class PictureFonts
{
    public const string Family = "Noto Sans";

    public static SKTypeface Regular { get; } = Load("Regular");

    public static SKTypeface Bold { get; } = Load("Bold");

    /// <summary>Lets ScottPlot find them, before all that the machine has.</summary>
    public static void Use() => Resolver.Register();

    private static SKTypeface Load(string weight)
    {
        var name = $"Pictures/Fonts/NotoSans-{weight}.ttf";
        using var font = typeof(PictureFonts).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException("This program was built without its font.", name);
        return SKTypeface.FromStream(font) ?? throw new InvalidDataException($"{name} can't be read as a font.");
    }

    private sealed class Resolver : IFontResolver
    {
        private static readonly Lazy<bool> Registered = new(() =>
        {
            Fonts.FontResolvers.Insert(0, new Resolver());
            Fonts.Default = Fonts.Sans = Family;
            return true;
        });

        public static void Register() => _ = Registered.Value;

        // For every name, so that no label can come out in a font of the machine.
        public SKTypeface CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            weight >= FontWeight.SemiBold ? Bold : Regular;

        public SKTypeface CreateTypeface(string fontName, bool bold, bool italic) => bold ? Bold : Regular;
    }
}

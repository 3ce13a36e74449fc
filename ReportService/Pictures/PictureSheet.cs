using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using ScottPlot;
using SkiaSharp;

namespace Affluence.Report.Pictures;

/// <summary>
/// What pictures are drawn on: a title above, a footnote below, and plots and words between. It is measured in units of which a picture of
/// the usual size has one a pixel; in larger and smaller ones everything grows and shrinks with it.
/// </summary>
internal sealed class PictureSheet
{
    public const float Margin = 28;

    private const float TitleSize = 26;
    private const float FootSize = 12.5f;
    private const float LineSpacing = 1.4f;

    // Smaller letters could not be read, larger ones need not be.
    private const float LeastScale = 0.5f;
    private const float MostScale = 2;

    private readonly SKCanvas _canvas;

    private PictureSheet(SKCanvas canvas, PictureTheme theme, float width, float height)
    {
        (_canvas, Theme, Width, Top, Bottom) = (canvas, theme, width, Margin, height - Margin);
    }

    public PictureTheme Theme { get; }

    public float Width { get; }

    /// <summary>Where what is free begins.</summary>
    public float Top { get; private set; }

    /// <summary>Where what is free ends.</summary>
    public float Bottom { get; private set; }

    public float Right => Width - Margin;

    /// <summary>The finished picture.</summary>
    /// <param name="title">For those who don't see it, and the tool tip of a browser.</param>
    /// <param name="description">The same at more length.</param>
    public static byte[] Draw(PictureLook look, string title, string description, Action<PictureSheet> paint)
    {
        PictureFonts.Use();
        return look.IsVector ? DrawVector(look, title, description, paint) : DrawPixels(look, paint);
    }

    public void PutTitle(string title, string subtitle, string? warning)
    {
        Top += TitleSize;
        Write(title, Margin, Top, TitleSize, Theme.Ink, bold: true);
        Top += 8;
        foreach (var line in Wrap(subtitle, 16))
        {
            Top += 16 * LineSpacing;
            Write(line, Margin, Top - 4, 16, Theme.Muted);
        }

        foreach (var line in warning is null ? [] : Wrap(warning, 16))
        {
            Top += 16 * LineSpacing;
            Write(line, Margin, Top - 4, 16, Theme.Refused, bold: true);
        }

        Top += 6;
    }

    public void PutFootnote(IEnumerable<string> paragraphs)
    {
        foreach (var line in paragraphs.SelectMany(paragraph => Wrap(paragraph, FootSize)).Reverse())
        {
            Write(line, Margin, Bottom, FootSize, Theme.Muted);
            Bottom -= FootSize * LineSpacing;
        }

        Bottom -= 6;
    }

    /// <summary>Puts entries below each other's line as far as there is room, at the top of what is free or at its end.</summary>
    /// <param name="entries">Words, and what is drawn before them at the point given.</param>
    /// <param name="mostRows">What would need more is left out.</param>
    /// <returns>How many were left out.</returns>
    public int PutRow(IReadOnlyList<(Action<float, float> Sign, float SignWidth, string Text)> entries, bool atEnd, int mostRows)
    {
        const float Size = 14;
        const float Gap = 26;
        const float Height = 22;
        var places = new List<(float X, int Row)>();
        var (x, row) = (Margin, 0);
        foreach (var (_, signWidth, text) in entries)
        {
            var width = signWidth + Measure(text, Size);
            if (x > Margin && x + width > Right)
            {
                (x, row) = (Margin, row + 1);
            }

            places.Add((x, row));
            x += width + Gap;
        }

        var rows = Math.Min(mostRows, entries.Count == 0 ? 0 : row + 1);
        var first = atEnd ? Bottom - (rows * Height) : Top;
        foreach (var ((sign, signWidth, text), place) in entries.Zip(places).Where(entry => entry.Second.Row < rows))
        {
            var baseline = first + (place.Row * Height) + 17;
            sign(place.X, baseline - 5);
            Write(text, place.X + signWidth, baseline, Size, Theme.Ink);
        }

        (Top, Bottom) = atEnd ? (Top, first - 4) : (Top + (rows * Height), Bottom);
        return places.Count(place => place.Row >= rows);
    }

    public void PutPlot(Plot plot, SKRect data)
    {
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        plot.Layout.Fixed(new PixelRect(data.Left, data.Right, data.Bottom, data.Top));
        plot.Render(_canvas, new PixelRect(0, Width, Bottom + Margin, 0));
    }

    public static float Measure(string text, float size, bool bold = false)
    {
        using var font = FontOf(size, bold);
        return font.MeasureText(text);
    }

    public void Write(string text, float x, float baseline, float size, SKColor color, bool bold = false, SKTextAlign align = SKTextAlign.Left)
    {
        using var font = FontOf(size, bold);
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        _canvas.DrawText(text, x, baseline, align, font, paint);
    }

    public void Stroke(float x1, float y1, float x2, float y2, SKColor color, float width, bool dashed = false)
    {
        using var dashes = dashed ? SKPathEffect.CreateDash([7, 5], 0) : null;
        using var paint = new SKPaint { Color = color, IsAntialias = true, StrokeWidth = width, Style = SKPaintStyle.Stroke, PathEffect = dashes };
        _canvas.DrawLine(x1, y1, x2, y2, paint);
    }

    public void Fill(SKRect area, SKColor color)
    {
        using var paint = new SKPaint { Color = color };
        _canvas.DrawRect(area, paint);
    }

    /// <summary>A letter in a disc.</summary>
    public void Head(string letter, float x, float y, SKColor color)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        _canvas.DrawCircle(x, y, 9, paint);
        Write(letter, x, y + 4.3f, 12, Theme.Card, bold: true, SKTextAlign.Center);
    }

    private static SKFont FontOf(float size, bool bold) => new(bold ? PictureFonts.Bold : PictureFonts.Regular, size)
    {
        Subpixel = true,
        LinearMetrics = true,
        Hinting = SKFontHinting.None,
    };

    private IEnumerable<string> Wrap(string text, float size)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && Measure($"{line} {word}", size) > Right - Margin)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : string.Empty).Append(word);
        }

        yield return line.ToString();
    }

    private static void Paint(SKCanvas canvas, PictureLook look, Action<PictureSheet> paint)
    {
        var scale = Math.Clamp(
            Math.Min((float)look.Width / PictureLook.UsualWidth, (float)look.Height / PictureLook.UsualHeight), LeastScale, MostScale);
        canvas.Scale(scale);
        var sheet = new PictureSheet(canvas, look.Theme, look.Width / scale, look.Height / scale);
        sheet.Fill(new SKRect(0, 0, look.Width / scale, look.Height / scale), look.Theme.Card);
        paint(sheet);
    }

    private static byte[] DrawPixels(PictureLook look, Action<PictureSheet> paint)
    {
        using var surface = SKSurface.Create(new SKImageInfo(look.Width, look.Height, SKColorType.Rgba8888, SKAlphaType.Opaque))
            ?? throw new InvalidOperationException($"There is no memory for a picture of {look.Width} by {look.Height} pixels.");
        Paint(surface.Canvas, look, paint);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static byte[] DrawVector(PictureLook look, string title, string description, Action<PictureSheet> paint)
    {
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(SKRect.Create(look.Width, look.Height), stream))
        {
            Paint(canvas, look, paint);
        }

        stream.Position = 0;
        return Complete(XDocument.Load(stream), look, title, description);
    }

    // Skia numbers clips since the start of the process, and the same picture must have the same bytes.
    private static void Renumber(XElement root)
    {
        foreach (var (index, clip) in root.Descendants().Attributes("id").ToList().Index())
        {
            var (old, name) = ($"url(#{clip.Value})", string.Create(CultureInfo.InvariantCulture, $"clip-{index + 1}"));
            clip.Value = name;
            foreach (var use in root.Descendants().Attributes().Where(attribute => attribute.Value == old))
            {
                use.Value = $"url(#{name})";
            }
        }
    }

    // What Skia leaves out: names for those who don't see it, and a font for browsers that have not ours.
    private static byte[] Complete(XDocument document, PictureLook look, string title, string description)
    {
        var root = document.Root!;
        var space = root.Name.Namespace;
        Renumber(root);
        root.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {look.Width} {look.Height}"));
        root.SetAttributeValue("role", "img");
        root.SetAttributeValue("aria-labelledby", "picture-title picture-description");
        root.SetAttributeValue(XNamespace.Xml + "lang", $"{look.Words.Language}-CA");
        root.AddFirst(
            new XElement(space + "title", new XAttribute("id", "picture-title"), title),
            new XElement(space + "desc", new XAttribute("id", "picture-description"), description));
        foreach (var text in root.Descendants(space + "text"))
        {
            text.SetAttributeValue("font-family", $"{PictureFonts.Family}, system-ui, sans-serif");
            text.Value = text.Value.Trim(' ', '\t', '\r', '\n');
        }

        using var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) }))
        {
            document.Save(writer);
        }

        return bytes.ToArray();
    }
}

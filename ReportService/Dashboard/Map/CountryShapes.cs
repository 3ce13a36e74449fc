using System.Collections.Frozen;
using System.Text.Json;

namespace Affluence.Report.Dashboard.Map;

/// <summary>Outlines of countries, read from the assembly: see README.md beside this file for where they come from.</summary>
internal sealed class CountryShapes
{
    private const string Resource = "Dashboard/Map/countries.json";

    private CountryShapes(int width, int height, FrozenDictionary<CountryCode, string> shapes, FrozenDictionary<CountryCode, MapPoint> points) =>
        (Width, Height, Shapes, Points) = (width, height, shapes, points);

    public static CountryShapes World { get; } = Read();

    /// <summary>Of the whole drawing, in its own units, which are those of the shapes and points too.</summary>
    public int Width { get; }

    public int Height { get; }

    /// <summary>The <c>d</c> of an SVG path for each country that is large enough to have a shape.</summary>
    public FrozenDictionary<CountryCode, string> Shapes { get; }

    /// <summary>Where the others are. A few have neither.</summary>
    public FrozenDictionary<CountryCode, MapPoint> Points { get; }

    public bool Has(CountryCode country) => Shapes.ContainsKey(country) || Points.ContainsKey(country);

    private static CountryShapes Read()
    {
        using var stream = typeof(CountryShapes).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not in the assembly.");
        var file = JsonSerializer.Deserialize<File>(stream, JsonSerializerOptions.Web) ?? throw new InvalidDataException($"{Resource} is empty.");
        return new CountryShapes(
            file.Width,
            file.Height,
            file.Shapes.ToFrozenDictionary(shape => CountryCode.Parse(shape.Key), shape => shape.Value),
            file.Points.ToFrozenDictionary(point => CountryCode.Parse(point.Key), point => new MapPoint(point.Value[0], point.Value[1])));
    }

    private sealed record File(int Width, int Height, Dictionary<string, string> Shapes, Dictionary<string, int[]> Points);
}

using Affluence.Report.Languages;

namespace Affluence.Report.Dashboard.Map;

/// <summary>
/// The classes into which figures are sorted to be coloured. They are fixed, so that two maps may be held side by side and a colour means
/// the same at every moment of the night.
/// </summary>
internal sealed class MapScale
{
    private static readonly MapScale Shares = new([0, 0.001, 0.01, 0.05, 0.2, 0.5], (words, share) => words.Percent(share));
    private static readonly MapScale Ratios = new([0, 1.5, 3, 10, 30, 100], (words, ratio) => words.Ratio(ratio));

    private readonly double[] _floors;
    private readonly Func<Typography, double, string> _write;

    private MapScale(double[] floors, Func<Typography, double, string> write) => (_floors, _write) = (floors, write);

    public int Classes => _floors.Length;

    public static MapScale Of(MapMode mode) => mode == MapMode.Ratio ? Ratios : Shares;

    /// <summary>From 0, the lowest, to one less than <see cref="Classes"/>. A floor belongs to the class above it.</summary>
    public int ClassOf(double value) => Math.Max(0, Array.FindLastIndex(_floors, floor => value >= floor));

    public string Write(Typography words, double value) => _write(words, value);

    /// <summary>The bounds of a class, in words.</summary>
    public string Describe(Typography words, int index)
    {
        if (index == 0)
        {
            return words.Choose("below ", "moins de ") + Write(words, _floors[1]);
        }

        var floor = Write(words, _floors[index]);
        return index == Classes - 1
            ? floor + words.Choose(" and more", " et plus")
            : words.Choose($"{floor} to {Write(words, _floors[index + 1])}", $"de {floor} à {Write(words, _floors[index + 1])}");
    }
}

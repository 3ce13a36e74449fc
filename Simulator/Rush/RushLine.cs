using System.Globalization;

namespace Affluence.Simulator.Rush;

/// <summary>One figure of a <see cref="RushVerdict"/>.</summary>
/// <param name="Holds">Null where nothing is asked of it.</param>
internal sealed record RushLine(string What, string Figure, bool? Holds)
{
    public static RushLine Shown(FormattableString what, FormattableString figure) => new(Text(what), Text(figure), Holds: null);

    public static RushLine Checked(FormattableString what, FormattableString figure, bool holds) => new(Text(what), Text(figure), holds);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

namespace Affluence.Report.Bulletins;

/// <summary>A number of visitors that was estimated, or the most they can have been when the estimate can't tell them from none.</summary>
/// <param name="Visitors">The number, or the most.</param>
/// <param name="StandardError">In visitors. Null: not known.</param>
/// <param name="AtMost">Whether <paramref name="Visitors"/> is the most.</param>
internal readonly record struct Estimate(long Visitors, double? StandardError, bool AtMost)
{
    // Below this many standard errors a number may as well be none.
    private const double ErrorsToTell = 2;

    /// <summary>Null: there were none, or nothing is known.</summary>
    public static Estimate? Of(long? visitors, double? standardError)
    {
        if (visitors is not { } count)
        {
            return null;
        }

        var doubt = ErrorsToTell * standardError ?? 0;
        if (count > doubt)
        {
            return new Estimate(count, standardError, AtMost: false);
        }

        // Of nobody there is nothing to say, however wide the error: that would put a figure into the world that nobody was.
        return count == 0 ? null : new Estimate((long)Math.Ceiling(count + doubt), standardError, AtMost: true);
    }
}

namespace Affluence.Faults.Tests.Load;

/// <summary>Of one country.</summary>
/// <param name="Visitors">Distinct visitors with a served page view.</param>
/// <param name="Served">Served page views.</param>
/// <param name="Refused">Refused page views.</param>
/// <param name="TurnedAway">Distinct visitors with a refused page view and no served one.</param>
internal sealed record Figures(long Visitors, long Served, long Refused, long TurnedAway)
{
    public static Figures None { get; } = new(0, 0, 0, 0);

    /// <summary>
    /// Whether a counter that lost nothing and counted nothing twice may say this of what was so: page views exactly, visitors within what the
    /// sketches can tell.
    /// </summary>
    /// <remarks>
    /// Of so few visitors a sketch of 2^14 registers errs by two of them falling into one register, and eight sketches share a country: the
    /// standard deviation is n / √(2 · 8 · 2^14) = n / 512. Five of these are exceeded once in two million comparisons; one more is for the
    /// rounding of each sketch to whole visitors. A batch that is lost or counted twice is some ten visitors, and always shows in the page
    /// views.
    /// </remarks>
    public bool Tells(Figures truth) =>
        (Served, Refused) == (truth.Served, truth.Refused)
        && IsWithinError(Visitors, truth.Visitors, truth.Visitors)
        && IsWithinError(TurnedAway, truth.TurnedAway, truth.Visitors + truth.TurnedAway);

    public static bool IsWithinError(long counted, long truth, long sketched) =>
        Math.Abs(counted - truth) <= (sketched == 0 ? 0 : 1 + (long)Math.Ceiling(5 * sketched / 512.0));
}

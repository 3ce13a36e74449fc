namespace Affluence.Admission;

/// <summary>What was decided in one second. The step of the latest second stands, so two controllers that both decide do no harm.</summary>
/// <param name="Second">Seconds since 1970 by the controller's clock.</param>
/// <param name="Target">People that may be inside.</param>
/// <param name="HoldUntil">Second before which the target is not cut again, since the last cut has not yet worked.</param>
/// <param name="Frontier">Whoever arrived before this is let in.</param>
/// <param name="LetIn">People who were present and whom this step let in.</param>
public readonly record struct AdmissionStep(long Second, int Target, long HoldUntil, DateTimeOffset Frontier, int LetIn) : IComparable<AdmissionStep>
{
    public static AdmissionStep None { get; } = new(0, 0, 0, DateTimeOffset.UnixEpoch, 0);

    public int CompareTo(AdmissionStep other) =>
        (Second, Frontier, Target, HoldUntil, LetIn).CompareTo((other.Second, other.Frontier, other.Target, other.HoldUntil, other.LetIn));

    public static bool operator <(AdmissionStep left, AdmissionStep right) => left.CompareTo(right) < 0;

    public static bool operator >(AdmissionStep left, AdmissionStep right) => left.CompareTo(right) > 0;

    public static bool operator <=(AdmissionStep left, AdmissionStep right) => left.CompareTo(right) <= 0;

    public static bool operator >=(AdmissionStep left, AdmissionStep right) => left.CompareTo(right) >= 0;
}

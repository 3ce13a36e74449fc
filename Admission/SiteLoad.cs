namespace Affluence.Admission;

/// <summary>What the limit to the site had to do within a time: numbers of requests.</summary>
/// <param name="Asked">Came to the limit.</param>
/// <param name="Held">Found it reached, and waited for a turn or were refused.</param>
/// <param name="Shed">Were refused because the site had all it can do.</param>
public readonly record struct SiteLoad(long Asked, long Held, long Shed)
{
    public double HeldShare => Asked > 0 ? (double)Held / Asked : 0;

    public double ShedShare => Asked > 0 ? (double)Shed / Asked : 0;

    public static SiteLoad operator +(SiteLoad left, SiteLoad right) => new(left.Asked + right.Asked, left.Held + right.Held, left.Shed + right.Shed);

    public static SiteLoad operator -(SiteLoad left, SiteLoad right) => new(left.Asked - right.Asked, left.Held - right.Held, left.Shed - right.Shed);

    public static SiteLoad Add(SiteLoad left, SiteLoad right) => left + right;

    public static SiteLoad Subtract(SiteLoad left, SiteLoad right) => left - right;
}

namespace Affluence.Report.Dashboard.Now;

/// <summary>How grave a state is. It is told by a sign and by words too, never by colour alone.</summary>
public enum Gravity
{
    Unknown,
    Ordinary,
    Grave,
}

/// <summary>A state of the site, and since when.</summary>
/// <param name="Since">Null: not known, or of no interest.</param>
public sealed record StateView(Gravity Gravity, string Title, string? Since);

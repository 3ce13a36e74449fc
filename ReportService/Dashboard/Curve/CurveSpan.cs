using System.Diagnostics.CodeAnalysis;

namespace Affluence.Report.Dashboard.Curve;

/// <summary>How much time the curve shows.</summary>
/// <param name="Key">Value of the page's <c>span</c>.</param>
/// <param name="Step">Time from one point to the next.</param>
/// <param name="LabelEvery">Time from one label of the axis to the next, on the site's clocks.</param>
internal sealed record CurveSpan(string Key, TimeSpan Length, TimeSpan Step, TimeSpan LabelEvery, string English, string French)
{
    public static CurveSpan ThreeHours { get; } =
        new("3h", TimeSpan.FromHours(3), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(30), "3 hours", "3 heures");

    public static CurveSpan Day { get; } =
        new("24h", TimeSpan.FromHours(24), TimeSpan.FromMinutes(5), TimeSpan.FromHours(3), "24 hours", "24 heures");

    public static CurveSpan Week { get; } =
        new("7d", TimeSpan.FromDays(7), TimeSpan.FromMinutes(30), TimeSpan.FromDays(1), "7 days", "7 jours");

    public static IReadOnlyList<CurveSpan> All { get; } = [ThreeHours, Day, Week];

    public static bool TryFind(string key, [NotNullWhen(true)] out CurveSpan? span) =>
        (span = All.FirstOrDefault(known => known.Key == key)) is not null;
}

using Affluence.Simulator.Addresses;
using Affluence.Simulator.Reports;

namespace Affluence.Simulator.Live;

/// <summary>What was sent beside what was reported.</summary>
public sealed class LiveVerdict
{
    /// <summary>The total may differ by this part of what was sent.</summary>
    public const double TotalTolerance = 0.015;

    /// <summary>A share may differ by this: 1.5 points.</summary>
    public const double ShareTolerance = 0.015;

    public LiveVerdict(CountryMix mix, IReadOnlyList<int> sentByPart, ReportSnapshot snapshot)
    {
        Sent = sentByPart.Sum();
        Reported = snapshot.Visitors;
        var named = mix.Parts.Sum(part => part.Country is { } country ? snapshot.ShareOf(country) : 0);
        Shares =
        [
            .. mix.Parts.Select((part, index) => new ShareComparison(
                part.Name,
                Sent == 0 ? 0 : (double)sentByPart[index] / Sent,
                part.Country is { } country ? snapshot.ShareOf(country) : Math.Max(0, 1 - named))),
        ];
    }

    public int Sent { get; }

    public long? Reported { get; }

    /// <summary>Difference of the total as a part of what was sent; null if that can't be told.</summary>
    public double? TotalDifference => Sent == 0 || Reported is null ? null : ((double)Reported - Sent) / Sent;

    public IReadOnlyList<ShareComparison> Shares { get; }

    /// <summary>Whether every figure is within its tolerance. Nothing sent or nothing reported agrees with nothing.</summary>
    public bool Agrees =>
        TotalDifference is { } difference && Math.Abs(difference) <= TotalTolerance && Shares.All(share => share.Agrees);
}

using Affluence.Report.Counter;

namespace Affluence.Report.Snapshots;

/// <summary>What a comparison needs of a past minute.</summary>
internal sealed record MinuteFigures(long Visitors, IReadOnlyDictionary<CountryCode, long> Countries)
{
    public static MinuteFigures Of(CounterWindow window) =>
        new(
            window.Visitors,
            window.Countries.GroupBy(country => country.Country).ToDictionary(group => group.Key, group => group.Sum(country => country.Visitors)));

    public static MinuteFigures Of(Snapshot snapshot, long visitors) =>
        new(visitors, snapshot.Countries.ToDictionary(country => country.Code, country => country.Visitors));

    /// <summary>Null when there were no visitors of whom to be a share.</summary>
    public double? ShareOf(CountryCode country) => Visitors == 0 ? null : Shares.Of(Countries.GetValueOrDefault(country), Visitors);
}

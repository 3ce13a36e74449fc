using Affluence.Faults.Tests.Load;
using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Services;

/// <summary>What the report says while it can't know, and afterwards.</summary>
[Collection(nameof(SharedSystem))]
public sealed class SnapshotTests(SharedSystem fixture) : SystemTests(fixture)
{
    [FaultFact]
    public async Task Snapshot_WhileTheCounterIsAway_IsTheLastOneAndSaysSo_AndIsWholeAfterwards()
    {
        using var crowd = Shared.NewCrowd();
        await crowd.VisitAsync(visitors: 200);
        await TellsAsync(crowd.Answers.Figures.Visitors, crowd.Country, stale: false);

        await Shared.Counter.KillAsync();
        var before = crowd.Answers.Figures.Visitors;
        await crowd.VisitAsync(visitors: 200);
        await TellsAsync(before, crowd.Country, stale: true);

        await Shared.Counter.StartAsync();
        await Shared.BecomesWholeAsync(crowd);
        await TellsAsync(crowd.Answers.Figures.Visitors, crowd.Country, stale: false);
    }

    /// <summary>Returns once the live snapshot has so many visitors of a country, within what the sketches can tell.</summary>
    private async Task TellsAsync(long visitors, string country, bool stale)
    {
        var last = string.Empty;
        await Eventually.TrueAsync(
            async () =>
            {
                var snapshot = await Shared.SnapshotAsync();
                last = $"{snapshot}";
                var figures = snapshot?["countries"]!.AsArray().SingleOrDefault(figures => (string?)figures!["code"] == country);
                return snapshot is not null
                    && snapshot["quality"]!["stale"] is not null == stale
                    && Figures.IsWithinError((long?)figures?["visitors"] ?? 0, visitors, visitors);
            },
            () => $"There are {visitors} of {country}, stale {stale}, and the snapshot says: {last}",
            RunningSystem.Patience);
    }
}

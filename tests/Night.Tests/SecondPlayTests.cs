using System.Text.Json.Nodes;
using Affluence.Testing.Stores;

namespace Affluence.Night.Tests;

/// <summary>Everything that is stored is a union or a maximum, so what is played twice is counted once.</summary>
public sealed class SecondPlayTests(PlayedNights nights)
{
    [Theory]
    [MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task SecondPlay_ChangesNoFigureAtAll(StoreKind kind)
    {
        var night = await nights.OnAsync(kind);
        var surges = await SurgesAsync(night);
        var counted = night.Snapshots["2016-11-08T23:00:00-05:00"]["visitors"]!.ToJsonString();

        await night.PlayAsync();

        var again = await night.ReadRecordAsync();
        Assert.Equal(122, again.Count);
        Assert.All(again, minute => Assert.Equal(WithoutTimes(night.Snapshots[minute.Key]), WithoutTimes(minute.Value)));
        Assert.Equal(surges, await SurgesAsync(night));
        Assert.Equal(counted, (await night.GetAsync("/api/v1/snapshots/2016-11-08T23:00:00-05:00"))["visitors"]!.ToJsonString());
    }

    private static async Task<string> SurgesAsync(PlayedNight night) =>
        (await night.GetAsync("/api/v1/surges?from=2016-11-08T22:00&to=2016-11-08T23:31")).ToJsonString();

    /// <summary>All but when it was composed and how old the newest record was then.</summary>
    private static string WithoutTimes(JsonNode snapshot)
    {
        var copy = snapshot.DeepClone();
        copy["quality"]!.AsObject().Remove("composedAt");
        copy["quality"]!.AsObject().Remove("freshness");
        return copy.ToJsonString();
    }
}

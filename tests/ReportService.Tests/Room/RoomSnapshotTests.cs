using System.Text.Json.Nodes;
using Affluence.Admission.V1;
using Affluence.ReportService.Tests.Fairness;
using Affluence.ReportService.Tests.Fakes;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Affluence.ReportService.Tests.Room;

/// <summary>The waiting room in the snapshot that is told now.</summary>
public sealed class RoomSnapshotTests
{
    [Fact]
    public async Task RoomIsOpen_SnapshotTellsWhoWaits()
    {
        await using var host = await ReportHost.StartAsync(counter =>
        {
            var opened = ReportHost.Night.AddMinutes(-9).UtcDateTime;
            counter.Room.State = new RoomState { OpenedAt = Timestamp.FromDateTime(opened) };
            counter.Room.Arrivals = new ListArrivalsResponse
            {
                Minutes =
                {
                    new ArrivalMinute
                    {
                        Start = Timestamp.FromDateTimeOffset(ReportHost.Night.AddMinutes(-5)),
                        Countries =
                        {
                            new CountryArrivals { CountryCode = "CA", Joined = 7, LetIn = { new WaitCount { Minutes = 2, Tickets = 3 } } },
                            new CountryArrivals { CountryCode = "US", Joined = 5, LetIn = { new WaitCount { Minutes = 3, Tickets = 4 } } },
                        },
                    },
                },
            };
        });

        var snapshot = await host.AdvanceUntilAsync(async () =>
            await host.Http.GetAsync("/api/v1/snapshots/current") is { IsSuccessStatusCode: true } answer ? await answer.Content.ReadAsStringAsync() : null);

        Assert.Contains("\"joined\":12", snapshot, StringComparison.Ordinal);
        Assert.Contains("\"admitted\":7", snapshot, StringComparison.Ordinal);
        Assert.Contains("\"openSince\":\"2016-11-08T22:51:", snapshot, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RoomIsOpen_SnapshotTellsOfWhichCountriesADifferenceWasFound()
    {
        await using var host = await ReportHost.StartAsync(
            counter =>
            {
                counter.Room.State = new RoomState { OpenedAt = Timestamp.FromDateTimeOffset(RoomNight.Start) };
                counter.Room.Arrivals = RoomNight.Message(RoomNight.Record(1, "CA", 1.1));
            },
            RoomNight.End.AddSeconds(5));

        var snapshot = await host.AdvanceUntilAsync(async () =>
            await host.Http.GetAsync("/api/v1/snapshots/current") is { IsSuccessStatusCode: true } answer ? await answer.Content.ReadAsStringAsync() : null);

        var fairness = JsonNode.Parse(snapshot)!["room"]!["fairness"]!;
        Assert.Equal(12, (int)fairness["tested"]! + (int)fairness["notTested"]!);
        Assert.Contains(fairness["found"]!.AsArray(), country => (string?)country!["code"] == "CA" && (bool)country["waitedLonger"]!);
        Assert.Contains("A waiting room has been open since", await host.Http.GetStringAsync("/api/v1/bulletin"), StringComparison.Ordinal);
    }

    /// <summary>What became of everybody who came is more than an answer of gRPC may hold.</summary>
    [Fact]
    public async Task RoomIsOpenForADay_SnapshotStillTellsWhoWaits()
    {
        string[] countries = "AU BR CA CN DE FR GB IN MX NG PH US VN".Split(' ');
        var opened = ReportHost.Night.AddMinutes(-1_430);
        await using var host = await ReportHost.StartAsync(counter =>
        {
            counter.Room.State = new RoomState { OpenedAt = Timestamp.FromDateTimeOffset(opened) };
            counter.Room.Arrivals.Minutes.AddRange(Enumerable.Range(0, 1_400).Select(minute => new ArrivalMinute
            {
                Start = Timestamp.FromDateTimeOffset(opened.AddMinutes(minute)),
                Countries =
                {
                    countries.Select(country => new CountryArrivals
                    {
                        CountryCode = country,
                        Joined = 21,
                        Waited = { Enumerable.Range(1, 20).Select(wait => new WaitCount { Minutes = (uint)wait, Tickets = 21 - (ulong)wait }) },
                        LetIn = { Enumerable.Range(0, 21).Select(wait => new WaitCount { Minutes = (uint)wait, Tickets = 1 }) },
                    }),
                },
            }));
        });

        var snapshot = JsonNode.Parse(await host.AdvanceUntilAsync(async () =>
            await host.Http.GetAsync("/api/v1/snapshots/current") is { IsSuccessStatusCode: true } answer ? await answer.Content.ReadAsStringAsync() : null));

        Assert.True(host.Counter.Room.Arrivals.CalculateSize() > 4 * 1024 * 1024, "It is not more than gRPC takes by default.");
        Assert.Equal(21 * 1_400 * countries.Length, (int?)snapshot!["room"]?["joined"]);
        Assert.Empty(snapshot["room"]!["fairness"]!["found"]!.AsArray());
    }

    [Fact]
    public async Task CounterDoesNotTell_IsNullWithTheReason()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Room.Failure = StatusCode.Unimplemented);

        var snapshot = await host.AdvanceUntilAsync(async () =>
            await host.Http.GetAsync("/api/v1/snapshots/current") is { IsSuccessStatusCode: true } answer ? await answer.Content.ReadAsStringAsync() : null);

        Assert.Contains("\"room\":null", snapshot, StringComparison.Ordinal);
        Assert.Contains("\"room\":\"The counter did not tell of the waiting room (Unimplemented).\"", snapshot, StringComparison.Ordinal);
    }
}

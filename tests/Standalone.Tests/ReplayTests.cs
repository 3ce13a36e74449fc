using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Affluence.Counter.V1;
using Affluence.Standalone;
using Affluence.Testing.Stores;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;

namespace Affluence.Tests;

/// <summary>A night of 2016 and the ordinary week before it are recorded today, through the public contract, into a whole system.</summary>
public sealed class ReplayTests : IDisposable
{
    private const uint EpochOfTheNight = 17113;
    private const uint EpochOfTheWeekBefore = 17106;

    private static readonly DateTimeOffset Eleven = new(2016, 11, 9, 4, 0, 0, TimeSpan.Zero);

    // Two hours of silence and half an hour of each evening are put on record first.
    private static readonly TimeSpan RecordingLimit = TimeSpan.FromMinutes(2);

    private readonly string _data = Directory.CreateTempSubdirectory("affluence-standalone-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task Night_ThenTheWeekBefore_ThenTheNightAgain_OneComparisonAndNoFurtherRevision(StoreKind kind)
    {
        await using var redis = kind == StoreKind.Redis ? await StoreServer.StartAsync(kind) : null;
        await using var system = await StandaloneSystem.StartAsync(new StandaloneOptions
        {
            DataDirectory = _data,
            Redis = redis?.ConnectionString,
            UseDefaultPorts = false,
            Settings = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Warning",
                ["Report:LiveInterval"] = "00:00:00.5",
                ["Report:QuietTime"] = "00:00:02",
            },
        });
        using var channel = GrpcChannel.ForAddress(system.Counter.Public);
        var counter = new VisitorCounterService.VisitorCounterServiceClient(channel.AsServices(system.CredentialsDirectory));
        using var report = new HttpClient { BaseAddress = system.Report.Public };

        await PlayAsync(counter, Eleven, EpochOfTheNight, ("US", 300), ("CA", 200));
        var night = await FinalAsync(report, "2016-11-08T23:00", revision: 1);
        Assert.InRange((long)night["visitors"]!, 495, 505);
        Assert.InRange((long)night["visitors30Minutes"]!, 495, 505);
        Assert.Null(night["ratio"]);
        Assert.Equal(0, (long?)night["ledger"]!["imbalance"]);

        await PlayAsync(counter, Eleven.AddHours(-169), EpochOfTheWeekBefore, ("US", 5), ("CA", 45));
        var compared = await FinalAsync(report, "2016-11-08T23:00", revision: 2);
        Assert.Equal("2016-11-01T23:00:00-04:00", (string?)compared["baseline"]!["at"]);
        Assert.InRange((double)compared["ratio"]!, 9.7, 10.3);
        Assert.Equal((long?)night["visitors"], (long?)compared["visitors"]);
        Assert.Equal(("surge", "2016-11-08T22:56:00-05:00"), ((string?)compared["surge"]!["level"], (string?)compared["surge"]!["since"]));

        await PlayAsync(counter, Eleven, EpochOfTheNight, ("US", 300), ("CA", 200));

        // What is recorded after the second play and is final proves that the play was counted before it.
        await PlayAsync(counter, Eleven.AddHours(2), EpochOfTheNight, ("CA", 10));
        await FinalAsync(report, "2016-11-09T01:00", revision: 1);
        var again = await FinalAsync(report, "2016-11-08T23:00", revision: 2);
        Assert.Equal(compared.ToJsonString(), again.ToJsonString());
    }

    /// <summary>Records the five minutes before an instant, in each of which every visitor reads one page.</summary>
    private static async Task PlayAsync(
        VisitorCounterService.VisitorCounterServiceClient counter, DateTimeOffset end, uint epoch, params (string Country, int Visitors)[] countries)
    {
        for (var bucket = end.AddMinutes(-5); bucket < end; bucket += Bucket.Length)
        {
            var record = new RecordRequest { WriterId = "replay", BucketStart = bucket.ToTimestamp(), IdentityEpoch = epoch };
            if (bucket.Second == 0)
            {
                record.Countries.AddRange(countries.Select(country => new CountryHits
                {
                    CountryCode = country.Country,
                    ServedVisitors = { Enumerable.Range(0, country.Visitors).Select(number => Pseudonym(country.Country, number)) },
                    ServedPageViews = (ulong)country.Visitors,
                    PageViews = (ulong)country.Visitors,
                    Requests = (ulong)country.Visitors,
                }));
            }

            await counter.RecordAsync(record);
        }
    }

    /// <summary>Without pattern, as a keyed hash is: SplitMix64's finalizer.</summary>
    private static ulong Pseudonym(string country, int number)
    {
        var value = (((ulong)country[0] << 32) + (ulong)number + 1) * 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private static async Task<JsonNode> FinalAsync(HttpClient report, string at, int revision)
    {
        JsonNode? snapshot = null;
        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await report.GetAsync(new Uri($"/api/v1/snapshots/{at}", UriKind.Relative));
                snapshot = response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonNode>() : null;
                return (bool?)snapshot?["final"] == true && (int?)snapshot["revision"] == revision;
            },
            () => $"the snapshot of {at} is {snapshot}",
            RecordingLimit);
        return snapshot!;
    }
}

using System.Diagnostics;
using System.Globalization;
using Affluence.Counter.V1;
using Google.Protobuf.WellKnownTypes;
using Figures = System.Collections.Generic.IReadOnlyList<(string What, string Value, string Aim)>;

namespace Affluence.CounterBench;

/// <summary>What is measured.</summary>
internal static class Measurements
{
    private const uint Epoch = 17113;

    private static readonly DateTimeOffset Start = new(2016, 11, 9, 3, 0, 0, TimeSpan.Zero);

    /// <summary>Well-filled records, four under way at a time, for ten seconds.</summary>
    public static async Task<Figures> RecordAsync()
    {
        await using var bench = await Bench.StartAsync();
        RecordRequest[] records = [.. Enumerable.Range(0, 12).SelectMany(bucket => new Crowd(2_400_000).Records(Start.AddSeconds(bucket * 10), Epoch))];
        foreach (var record in records)
        {
            await bench.Counter.RecordAsync(record);
        }

        var processorBefore = await bench.ReadProcessorTimeAsync();
        var (visitors, next) = (0L, 0);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            while (watch.Elapsed < TimeSpan.FromSeconds(10))
            {
                var record = records[Interlocked.Increment(ref next) % records.Length];
                await bench.Counter.RecordAsync(record);
                Interlocked.Add(ref visitors, record.Countries.Sum(country => (long)country.ServedVisitors.Count));
            }
        }));
        var seconds = watch.Elapsed.TotalSeconds;
        var processor = await bench.ReadProcessorTimeAsync() - processorBefore;
        return
        [
            ("visitors a second", Format(visitors / seconds), "≥ 500,000"),
            ("redis-server busy", (processor / seconds).ToString("P0", CultureInfo.InvariantCulture), "of one core"),
        ];
    }

    /// <summary>An hour of a crowd, then the last windows of it.</summary>
    public static async Task<Figures> HourAsync(Crowd crowd)
    {
        await using var bench = await Bench.StartAsync();
        var end = Start.AddHours(1);
        for (var bucket = Start; bucket < end; bucket += Bucket.Length)
        {
            await Task.WhenAll(crowd.Records(bucket, Epoch).Select(record => bench.Counter.RecordAsync(record).ResponseAsync));
        }

        await bench.ExpireBucketsBeforeAsync(Bucket.Of(end).Number - 60);
        var memory = await bench.ReadMemoryAsync();
        var keys = await bench.CountKeysAsync();
        await bench.ResetStatisticsAsync();
        var whole = await TimeWindowsAsync(bench, end, 5);
        var (unions, presence) = (await bench.ReadStatisticsAsync("pfcount"), await bench.ReadStatisticsAsync("exists"));
        var edges = await TimeWindowsAsync(bench, end.AddSeconds(-20), 5);
        var half = await TimeWindowsAsync(bench, end, 30);
        return
        [
            ("store memory", $"{memory / 1_000_000.0:F0} MB in {Format(keys)} keys", crowd.Visitors > 200_000 ? "≤ 400 MB" : "≤ 150 MB"),
            ("GetWindow 5 min, whole minutes", whole, crowd.Visitors > 200_000 ? "≤ 1.5 × that at 200,000" : "≤ 50 ms"),
            ("- its PFCOUNT, 40 windows", unions, string.Empty),
            ("- its EXISTS, 40 windows", presence, string.Empty),
            ("GetWindow 5 min, 10 s edges", edges, "as above"),
            ("GetWindow 30 min", half, "once a minute"),
        ];
    }

    private static async Task<string> TimeWindowsAsync(Bench bench, DateTimeOffset end, int minutes)
    {
        var request = new GetWindowRequest
        {
            End = Timestamp.FromDateTimeOffset(end),
            Length = Duration.FromTimeSpan(TimeSpan.FromMinutes(minutes)),
        };
        var times = new List<double>();
        GetWindowResponse? window = null;
        var processorBefore = await bench.ReadProcessorTimeAsync();
        for (var call = 0; call < 40; call++)
        {
            var watch = Stopwatch.StartNew();
            window = await bench.Counter.GetWindowAsync(request);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        var processor = (await bench.ReadProcessorTimeAsync() - processorBefore) * 1000 / times.Count;
        var warm = times.Skip(10).Order().ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"median {warm[15]:F0} ms, highest {warm[^1]:F0} ms, of which redis-server's {processor:F0} ms ({window!.Visitors:N0} ± {window.StandardError:P2} in {window.Countries.Count} countries)");
    }

    private static string Format(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}

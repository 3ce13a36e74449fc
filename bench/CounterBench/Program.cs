using Affluence.CounterBench;
using Affluence.Testing.Stores;

if (!RedisServer.IsInstalled)
{
    Console.Error.WriteLine(RedisServer.MissingReason);
    return 2;
}

var report = new Report();
await report.RunAsync("Record", Measurements.RecordAsync);
await report.RunAsync("200,000 visitors", () => Measurements.HourAsync(new Crowd(200_000)));
await report.RunAsync("200,000 visitors, 5 % of page views refused", () => Measurements.HourAsync(new Crowd(200_000, RefusedShare: 0.05)));
if (!args.Contains("--quick"))
{
    await report.RunAsync("2,400,000 visitors", () => Measurements.HourAsync(new Crowd(2_400_000)));
}

report.Print(Console.Out);
return 0;

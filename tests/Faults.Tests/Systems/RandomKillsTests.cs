using System.Globalization;
using Affluence.Faults.Tests.Load;
using Affluence.Faults.Tests.Processes;

namespace Affluence.Faults.Tests.Systems;

/// <summary>
/// Seventy seconds under load in which ten parts of the system are killed at random moments, each of the seven at least once, and started again. Run by
/// <c>bench/kills/run.sh</c>: it takes long, and finds what no test was written for.
/// </summary>
public sealed class RandomKillsTests(ITestOutputHelper output)
{
    private const int Kills = 10;

    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    [FaultFact(Explicit = true)]
    public async Task TenPartsKilledUnderLoad_NothingIsLostButWhatNoFlushHadPutOnDisk()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("AFFLUENCE_KILLS_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        var random = new Random(seed);
        await using var system = await RunningSystem.StartAsync();
        ServiceProcess[] gateways = [system.Gateway, system.NewGateway()];
        await gateways[1].StartAsync();
        (string Name, Func<Task> Kill, Func<Task> Start, ServiceProcess? Gateway)[] parts =
        [
            .. gateways.Select((gateway, index) => ($"gateway {index + 1}", (Func<Task>)gateway.KillAsync, (Func<Task>)gateway.StartAsync, (ServiceProcess?)gateway)),
            .. new[] { system.Counter, system.Geo, system.Site, system.Report! }.Select(part => (part.Name, (Func<Task>)part.KillAsync, (Func<Task>)part.StartAsync, (ServiceProcess?)null)),
            ("store", system.Redis.KillAsync, system.Redis.StartAsync, null),
        ];
        random.Shuffle(parts);
        using var crowd = system.NewCrowd(gateways);
        output.WriteLine(Invariant($"seed {seed}"));

        var (start, mayBeLost) = (TimeProvider.System.GetTimestamp(), 0L);
        await using (crowd.Begin())
        {
            foreach (var kill in Enumerable.Range(0, Kills))
            {
                await PauseAsync(random);
                var part = kill < parts.Length ? parts[kill] : parts[random.Next(parts.Length)];
                var unsaved = part.Gateway is { } gateway ? await UnsavedAsync(system, gateway) : 0;
                var answered = crowd.Answers.Count;
                await part.Kill();
                mayBeLost += part.Gateway is null ? 0 : unsaved + crowd.Answers.Count - answered;
                output.WriteLine(Invariant($"{Elapsed(start),5:0.0} s  {part.Name,-10} killed after {answered,6} page views"));
                await PauseAsync(random);
                await part.Start();
                await WaitAsync((kill + 1) * BetweenKills - TimeProvider.System.GetElapsedTime(start));
            }
        }

        foreach (var gateway in gateways)
        {
            await system.DeliversAllAsync(gateway);
            Assert.Equal(0, (await system.DeliveryAsync(gateway)).Dropped);
        }

        var (truth, told) = (crowd.Answers.Figures, await system.FiguresOfAsync(crowd.Country));
        var (came, counted) = (truth.Served + truth.Refused, told.Served + told.Refused);
        output.WriteLine(Invariant($"{Elapsed(start),5:0.0} s  {came} page views answered, {crowd.Answers.Unanswered.Count} not; {counted} counted: {came - counted} lost, of at most {mayBeLost} that gateways held in memory when they were killed"));
        output.WriteLine(Invariant($"served   {truth.Served} answered, {told.Served} counted; refused {truth.Refused} answered, {told.Refused} counted"));
        output.WriteLine(Invariant($"visitors {truth.Visitors} came, {told.Visitors} counted: {100.0 * (told.Visitors - truth.Visitors) / truth.Visitors:+0.00;-0.00;0.00} %"));
        Assert.InRange(counted, came - mayBeLost, came + crowd.Answers.Unanswered.Count);
        Assert.True(Figures.IsWithinError(told.Visitors, truth.Visitors, truth.Visitors), $"{told.Visitors} visitors of {truth.Visitors}");
    }

    /// <summary>Hits that are in the memory of a gateway alone. A moment later they are others, so those that come meanwhile are added.</summary>
    private static async Task<long> UnsavedAsync(RunningSystem system, ServiceProcess gateway)
    {
        var delivery = await system.DeliveryAsync(gateway);
        return Math.Max(0, delivery.Pending - (delivery.Saved - delivery.Acknowledged) - delivery.Sealed);
    }

    private static Task PauseAsync(Random random) => WaitAsync(random.NextDouble() * LongestPause);

    private static Task WaitAsync(TimeSpan time) => time > TimeSpan.Zero ? Task.Delay(time, TimeProvider.System) : Task.CompletedTask;

    private static double Elapsed(long start) => TimeProvider.System.GetElapsedTime(start).TotalSeconds;

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

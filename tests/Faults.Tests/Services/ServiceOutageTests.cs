using Affluence.Faults.Tests.Processes;
using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Services;

/// <summary>One service behind the gateway is gone for a while, in the three ways in which a process can be.</summary>
[Collection(nameof(SharedSystem))]
public sealed class ServiceOutageTests(SharedSystem fixture) : SystemTests(fixture)
{
    public enum Outage
    {
        Killed,
        Stopped,
        Frozen,
    }

    [FaultTheory]
    [InlineData("counter", Outage.Killed)]
    [InlineData("counter", Outage.Stopped)]
    [InlineData("counter", Outage.Frozen)]
    [InlineData("geo", Outage.Killed)]
    [InlineData("geo", Outage.Frozen)]
    [InlineData("report", Outage.Killed)]
    [InlineData("report", Outage.Frozen)]
    public async Task Service_AwayUnderLoad_PagesGoOnAndFiguresBecomeWhatTheyWouldHaveBeen(string name, Outage outage)
    {
        var service = name switch { "counter" => Shared.Counter, "geo" => Shared.Geo, _ => Shared.Report! };
        using var crowd = Shared.NewCrowd();
        await using (var rush = crowd.Begin())
        {
            await rush.GoesOnAsync();
            await (name == "report"
                ? EndAsync(service, outage)
                : Shared.Gateway.NoticesAsync(name == "geo" ? RunningSystem.GeoIsAway : RunningSystem.CounterIsAway, () => EndAsync(service, outage)));
            await rush.GoesOnAsync();
            await (outage == Outage.Frozen ? service.ResumeAsync() : service.StartAsync());
            await rush.GoesOnAsync();
        }

        Assert.Equal(0, crowd.Answers.Figures.Refused);
        await Shared.BecomesWholeAsync(crowd);
    }

    private static async Task EndAsync(ServiceProcess service, Outage outage)
    {
        switch (outage)
        {
            case Outage.Killed:
                await service.KillAsync();
                break;
            case Outage.Stopped:
                Assert.Equal(0, await service.StopAsync());
                break;
            default:
                await service.PauseAsync();
                break;
        }
    }
}

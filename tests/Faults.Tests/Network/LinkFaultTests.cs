using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Network;

/// <summary>The line from a gateway to the counter or to GeoService, or from the counter to its store, does what lines do.</summary>
[Collection(nameof(SharedSystem))]
public sealed class LinkFaultTests(SharedSystem fixture) : SystemTests(fixture)
{
    public enum Line
    {
        GatewayToCounter,
        GatewayToGeo,
        CounterToStore,
    }

    public enum Fault
    {
        Cut,
        BlackHole,
        Late,
        Narrow,
        BrokenInMidst,
        HalfClosed,
        ResetNowAndThen,
    }

    public static MatrixTheoryData<Line, Fault> Cases => new(Enum.GetValues<Line>(), Enum.GetValues<Fault>());

    [FaultTheory, MemberData(nameof(Cases))]
    public async Task Line_AtFaultUnderLoad_PagesGoOnAndFiguresBecomeWhatTheyWouldHaveBeen(Line line, Fault fault)
    {
        var link = line switch
        {
            Line.GatewayToCounter => Shared.CounterLink,
            Line.GatewayToGeo => Shared.GeoLink,
            _ => Shared.StoreLink,
        };
        using var crowd = Shared.NewCrowd();
        await using (var rush = crowd.Begin())
        {
            await rush.GoesOnAsync(pageViews: 40);
            await HurtsAsync(line, link, fault);
            await rush.GoesOnAsync(pageViews: 80);
            link.Heal();
            await rush.GoesOnAsync(pageViews: 40);
        }

        Assert.Equal(0, crowd.Answers.Figures.Refused);
        await Shared.BecomesWholeAsync(crowd);
    }

    /// <summary>Brings about a fault, and returns once it has met somebody.</summary>
    private async Task HurtsAsync(Line line, TcpProxy link, Fault fault)
    {
        if (fault is Fault.Cut or Fault.BlackHole)
        {
            var phrase = line == Line.GatewayToGeo ? RunningSystem.GeoIsAway : RunningSystem.CounterIsAway;
            await Shared.Gateway.NoticesAsync(phrase, () => BeginAsync(link, fault));
            return;
        }

        var before = link.Harm;
        await BeginAsync(link, fault);
        await Eventually.TrueAsync(
            async () =>
            {
                if (fault == Fault.ResetNowAndThen)
                {
                    await BeginAsync(link, fault);
                }

                return link.Harm - before >= (fault == Fault.HalfClosed ? 1 : 5);
            },
            () => $"{fault} met nobody.",
            RunningSystem.Patience);
    }

    private static async Task BeginAsync(TcpProxy link, Fault fault)
    {
        switch (fault)
        {
            case Fault.Cut:
                await link.CutAsync();
                break;
            case Fault.BlackHole:
                link.Stall();
                break;
            case Fault.Late:
                link.Delay(TimeSpan.FromMilliseconds(200));
                break;
            case Fault.Narrow:
                link.Throttle(bytes: 200);
                break;
            case Fault.BrokenInMidst:
                link.BreakAfter(bytes: 700);
                break;
            case Fault.HalfClosed:
                link.HalfClose();
                break;
            case Fault.ResetNowAndThen:
                link.Reset();
                break;
        }
    }
}

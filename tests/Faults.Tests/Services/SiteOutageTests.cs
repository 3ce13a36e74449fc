using System.Net;
using Affluence.Counter.V1;
using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Services;

/// <summary>The site fails its visitors. The gateway can't help it, but counts whom and why.</summary>
[Collection(nameof(SharedSystem))]
public sealed class SiteOutageTests(SharedSystem fixture) : SystemTests(fixture)
{
    private const int MostBreaks = 500;

    [FaultFact]
    public async Task Site_Killed_EveryRefusalIsCounted()
    {
        using var crowd = Shared.NewCrowd();
        await crowd.VisitAsync(visitors: 40);
        await using (var rush = crowd.Begin())
        {
            await rush.GoesOnAsync();
            await Shared.Site.KillAsync();
            await rush.GoesOnAsync();
        }

        await crowd.VisitAsync(visitors: 40);
        await Shared.Site.StartAsync();
        await crowd.VisitAsync(visitors: 40);

        Assert.True(crowd.Answers.Figures.TurnedAway >= 40);
        await Shared.BecomesWholeAsync(crowd);

        // What was on its way when the site ended may have another cause.
        Assert.InRange(await Shared.RefusedAsync(crowd.Country, RefusalCause.Unreachable), 80, crowd.Answers.With(HttpStatusCode.BadGateway));
    }

    [FaultFact]
    public async Task Site_Frozen_EveryRefusalIsCounted()
    {
        await using var gateway = Shared.NewGateway(("Gateway:Site:Timeout", "00:00:00.5"));
        await gateway.StartAsync();
        using var crowd = Shared.NewCrowd(gateway);
        await crowd.VisitAsync(visitors: 20);
        await Shared.Site.PauseAsync();
        await crowd.VisitAsync(visitors: 10);
        await Shared.Site.ResumeAsync();
        await crowd.VisitAsync(visitors: 20);

        var timeouts = crowd.Answers.With(HttpStatusCode.GatewayTimeout);
        Assert.True(timeouts >= 20);
        await Shared.BecomesWholeAsync(crowd, gateway);
        Assert.Equal(timeouts, await Shared.RefusedAsync(crowd.Country, RefusalCause.Timeout));
    }

    /// <summary>The connection to the site breaks in the midst of whatever it carries, and it carries pages slowly.</summary>
    [FaultFact]
    public async Task Site_LineBreaking_EveryPageThatWasServedOrRefusedIsCounted()
    {
        using var crowd = Shared.NewCrowd();
        Shared.SiteLink.Throttle(bytes: 500);
        await using (var rush = crowd.Begin())
        {
            // Where in its pages a break finds the line is chance: until it found one begun and not ended.
            for (var time = 0; time < 10 || (crowd.Answers.Unanswered.Count == 0 && time < MostBreaks); time++)
            {
                await rush.GoesOnAsync(pageViews: 20);
                Shared.SiteLink.Reset();
            }

            Shared.SiteLink.Heal();
        }

        // Pages that broke off after they had begun: the visitor has no whole page, the gateway knows of it, and counts a refusal.
        await Shared.DeliversAllAsync(Shared.Gateway);
        var (answered, brokenOff) = (crowd.Answers.Figures, crowd.Answers.Unanswered.Count);
        Assert.True(brokenOff > 0, "No page broke off after it had begun.");
        var told = await Shared.FiguresOfAsync(crowd.Country);
        Assert.Equal((answered.Served, answered.Refused + brokenOff), (told.Served, told.Refused));
    }
}

using System.Net;
using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Services;

/// <summary>The site fails its visitors. The gateway can't help it, but counts whom and why.</summary>
[Collection(nameof(SharedSystem))]
public sealed class SiteOutageTests(SharedSystem shared)
{
    private readonly RunningSystem _system = shared.System;

    [FaultFact]
    public async Task Site_Killed_EveryRefusalIsCounted()
    {
        using var crowd = _system.NewCrowd();
        await crowd.VisitAsync(visitors: 40);
        await using (var rush = crowd.Begin())
        {
            await rush.GoesOnAsync();
            await _system.Site.KillAsync();
            await rush.GoesOnAsync();
        }

        await crowd.VisitAsync(visitors: 40);
        await _system.Site.StartAsync();
        await crowd.VisitAsync(visitors: 40);

        Assert.True(crowd.Answers.With(HttpStatusCode.BadGateway) > 80);
        Assert.True(crowd.Answers.Figures.TurnedAway >= 40);
        await _system.BecomesWholeAsync(crowd);
    }

    [FaultFact]
    public async Task Site_Frozen_EveryRefusalIsCounted()
    {
        await using var gateway = _system.NewGateway(("Gateway:Site:Timeout", "00:00:00.5"));
        await gateway.StartAsync();
        using var crowd = _system.NewCrowd(gateway);
        await crowd.VisitAsync(visitors: 20);
        await _system.Site.PauseAsync();
        await crowd.VisitAsync(visitors: 10);
        await _system.Site.ResumeAsync();
        await crowd.VisitAsync(visitors: 20);

        Assert.True(crowd.Answers.With(HttpStatusCode.GatewayTimeout) >= 10);
        await _system.BecomesWholeAsync(crowd, gateway);
    }

    /// <summary>The connection to the site breaks in the midst of whatever it carries.</summary>
    [FaultFact]
    public async Task Site_LineBreaking_EveryPageThatWasServedOrRefusedIsCounted()
    {
        using var crowd = _system.NewCrowd();
        await using (var rush = crowd.Begin())
        {
            for (var time = 0; time < 10; time++)
            {
                await rush.GoesOnAsync(pageViews: 20);
                _system.SiteLink.Reset();
            }
        }

        // Pages that broke off after they had begun: the visitor has no whole page, the gateway knows of it, and counts a refusal.
        await _system.DeliversAllAsync(_system.Gateway);
        var (answered, brokenOff) = (crowd.Answers.Figures, crowd.Answers.Unanswered.Count);
        var told = await _system.FiguresOfAsync(crowd.Country);
        Assert.Equal((answered.Served, answered.Refused + brokenOff), (told.Served, told.Refused));
    }
}

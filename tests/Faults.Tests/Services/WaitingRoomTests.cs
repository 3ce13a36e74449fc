using System.Net;
using Affluence.Faults.Tests.Load;
using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Services;

/// <summary>
/// A part fails while the waiting room is open: who was in stays in, who waits keeps the time of arrival, and all are let in in its order.
/// </summary>
[Collection(nameof(RoomSystem))]
[Trait("Category", "Integration")]
public sealed class WaitingRoomTests(RoomSystem fixture) : SystemTests(fixture)
{
    public enum Trouble
    {
        CounterKilled,
        CounterFrozen,
        GatewayKilled,

        /// <summary>And it has forgotten that the room is open and who was let in.</summary>
        StoreKilled,
    }

    [FaultTheory]
    [InlineData(Trouble.CounterKilled)]
    [InlineData(Trouble.CounterFrozen)]
    [InlineData(Trouble.GatewayKilled)]
    [InlineData(Trouble.StoreKilled)]
    public async Task PartFails_WhileTheRoomIsOpen_NobodyIsThrownOutOrWaitsAnew(Trouble trouble)
    {
        await using var other = Shared.NewGateway();
        await other.StartAsync();
        await OrderAsync("close", other);
        // Others than those of the other troubles, who were served before.
        var number = 1_000 * (int)trouble;
        using var inside = new RoomVisitor(number);
        Assert.Equal(HttpStatusCode.OK, await inside.VisitAsync(Shared.Gateway));
        await OrderAsync("open", other);
        Assert.Equal(HttpStatusCode.OK, await inside.VisitAsync(Shared.Gateway));
        List<RoomVisitor> waiting = [];
        try
        {
            // Who comes in the second in which it opens is let in with those of that second.
            await Eventually.TrueAsync(
                async () =>
                {
                    waiting.Add(new RoomVisitor(++number));
                    return await waiting[^1].PollAsync(Shared.Gateway) is not null;
                },
                () => "nobody has to wait");
            for (var more = 0; more < 4; more++)
            {
                waiting.Add(new RoomVisitor(++number));
                Assert.NotNull(await waiting[^1].PollAsync(Shared.Gateway));
            }

            await BeginAsync(trouble);
            Assert.Equal(HttpStatusCode.OK, await inside.VisitAsync(other));
            await SweepAsync(waiting, other);
            await EndAsync(trouble);

            await Eventually.TrueAsync(
                async () =>
                {
                    await SweepAsync(waiting, other);
                    return waiting.TrueForAll(visitor => visitor.IsAdmitted);
                },
                () => $"{waiting.Count(visitor => visitor.IsAdmitted)} of {waiting.Count} were let in\n{Shared.Logs()}");
            Assert.Equal(HttpStatusCode.OK, await inside.VisitAsync(Shared.Gateway));
            foreach (var visitor in waiting)
            {
                Assert.Equal(HttpStatusCode.OK, await visitor.VisitAsync(other));
            }
        }
        finally
        {
            waiting.ForEach(visitor => visitor.Dispose());
        }
    }

    /// <summary>All who still wait ask, who came last first: if one is let in, so are all who came before, when they ask after that.</summary>
    private static async Task SweepAsync(List<RoomVisitor> waiting, IGateway gateway)
    {
        DateTimeOffset? lastLetIn = null;
        foreach (var visitor in waiting.Where(visitor => !visitor.IsAdmitted).OrderByDescending(visitor => visitor.ArrivedAt))
        {
            if (await visitor.PollAsync(gateway) is { } arrivedAt)
            {
                Assert.Equal(visitor.ArrivedAt, arrivedAt);
                Assert.True(lastLetIn is null, $"Who came at {lastLetIn:o} was let in before who came at {arrivedAt:o}.");
            }
            else
            {
                lastLetIn ??= visitor.ArrivedAt;
            }
        }
    }

    private Task BeginAsync(Trouble trouble) => trouble switch
    {
        Trouble.CounterKilled => Shared.Counter.KillAsync(),
        Trouble.CounterFrozen => Shared.Counter.PauseAsync(),
        Trouble.GatewayKilled => Shared.Gateway.KillAsync(),
        _ => Shared.Redis.KillAsync(),
    };

    private Task EndAsync(Trouble trouble) => trouble switch
    {
        Trouble.CounterKilled => Shared.Counter.StartAsync(),
        Trouble.CounterFrozen => Shared.Counter.ResumeAsync(),
        Trouble.GatewayKilled => Shared.Gateway.StartAsync(),
        _ => Shared.Redis.StartAsync(),
    };

    /// <summary>Returns once another gateway has heard of it, and so the counter too.</summary>
    private async Task OrderAsync(string order, IGateway other)
    {
        using var client = new HttpClient().AsOperator();
        (await client.PostAsync(new Uri(Shared.Gateway.Management, $"/waiting-room/{order}"), null)).EnsureSuccessStatusCode();
        await Eventually.TrueAsync(
            async () => (string?)(await Shared.JsonAsync(new Uri(other.Management, "/waiting-room")))!["room"] == (order == "open" ? "open" : "closed"),
            () => $"{order} has not reached the other gateway");
    }
}

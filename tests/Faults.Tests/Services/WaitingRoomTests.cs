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

    private const int Insiders = 25;

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
        // More than may be inside at the least, so that who comes after them has to wait.
        List<RoomVisitor> inside = [.. Enumerable.Range(0, Insiders).Select(_ => new RoomVisitor(++number))];
        List<RoomVisitor> waiting = [];
        try
        {
            await VisitAsync(inside, Shared.Gateway);
            await OrderAsync("open", other);
            await VisitAsync(inside, Shared.Gateway);

            // Who comes before the counter knows of those inside is let in.
            await Eventually.TrueAsync(
                async () =>
                {
                    waiting.Add(new RoomVisitor(++number));
                    await waiting[^1].PollAsync(Shared.Gateway);
                    return waiting.Count(visitor => !visitor.IsAdmitted) >= 5;
                },
                () => "nobody has to wait");

            await BeginAsync(trouble);
            await VisitAsync(inside, other);
            await SweepAsync(waiting, other);
            await EndAsync(trouble);

            await Eventually.TrueAsync(
                async () =>
                {
                    await SweepAsync(waiting, other);
                    return waiting.TrueForAll(visitor => visitor.IsAdmitted);
                },
                () => $"{waiting.Count(visitor => visitor.IsAdmitted)} of {waiting.Count} were let in\n{Shared.Logs()}");
            await VisitAsync(inside, Shared.Gateway);
            await VisitAsync(waiting, other);
        }
        finally
        {
            waiting.ForEach(visitor => visitor.Dispose());
            inside.ForEach(visitor => visitor.Dispose());
        }
    }

    private static async Task VisitAsync(List<RoomVisitor> visitors, IGateway gateway)
    {
        foreach (var visitor in visitors)
        {
            Assert.Equal(HttpStatusCode.OK, await visitor.VisitAsync(gateway));
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

using System.Globalization;
using Affluence.Faults.Tests.Network;
using Affluence.Faults.Tests.Processes;
using Affluence.Faults.Tests.Systems;
using Affluence.Testing.Stores;

namespace Affluence.Faults.Tests.Stores;

/// <summary>
/// The store's primary is killed and its replica takes over. A replica on the same machine has everything the moment it is sent, so that nothing
/// would be lost; here the line between the two has swallowed what was sent last, as the line between two machines does.
/// </summary>
public sealed class FailoverTests
{
    /// <summary>How a counter finds the store that took over.</summary>
    public enum Way
    {
        /// <summary>It knows the addresses of both, and asks who is the primary.</summary>
        BothAreKnown,

        /// <summary>There is one address, which now leads to the other.</summary>
        AddressMoves,
    }

    [FaultTheory]
    [InlineData(Way.BothAreKnown)]
    [InlineData(Way.AddressMoves)]
    public async Task ReplicaPromoted_WithoutWhatWasSentLast_FiguresBecomeWhatTheyWouldHaveBeen(Way way)
    {
        await using var replica = new RedisServer(persistent: false);
        await replica.StartAsync();
        await using var system = await RunningSystem.StartAsync(new SystemParts
        {
            HasReport = false,
            StoreIsPersistent = false,
            OtherStore = way == Way.BothAreKnown ? replica : null,
        });
        await using var replication = new TcpProxy(system.Redis.Port);
        await replica.CommandAsync(string.Create(CultureInfo.InvariantCulture, $"REPLICAOF 127.0.0.1 {replication.Port}"));
        await Eventually.TrueAsync(
            async () => await replica.InfoAsync("replication", "master_link_status") == "up", () => "The replica does not follow.", RunningSystem.Patience);

        using var crowd = system.NewCrowd();
        await using (var rush = crowd.Begin())
        {
            await rush.GoesOnAsync();
            replication.Stall();
            await AcknowledgesAsync(system);
            await system.Redis.KillAsync();
            await replication.CutAsync();
            await replica.CommandAsync("REPLICAOF NO ONE");
            if (way == Way.AddressMoves)
            {
                system.StoreLink.Redirect(replica.Port);
            }

            await rush.GoesOnAsync();
        }

        Assert.Equal(0, crowd.Answers.Figures.Refused);
        await system.BecomesWholeAsync(crowd);
        Assert.True(system.Gateway.Wrote("that it had acknowledged are sent again"), system.Gateway.Log);
    }

    /// <summary>The counter says of another hundred hits that it has them.</summary>
    private static async Task AcknowledgesAsync(RunningSystem system)
    {
        var before = (await system.DeliveryAsync(system.Gateway)).Acknowledged;
        await Eventually.TrueAsync(
            async () => (await system.DeliveryAsync(system.Gateway)).Acknowledged > before + 100,
            () => $"The counter takes nothing.\n{system.Logs()}",
            RunningSystem.Patience);
    }
}

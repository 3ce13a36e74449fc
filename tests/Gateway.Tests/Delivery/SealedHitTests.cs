using System.Text;
using Affluence.Gateway.Tests.Fakes;
using Microsoft.Data.Sqlite;

namespace Affluence.Gateway.Tests.Delivery;

/// <summary>Hits that wait for their country outlive a crash of the gateway, on its disk, where nobody can read whose they are.</summary>
public sealed class SealedHitTests
{
    private const string Agent = "Quillfeather/7.31 (Hollow Reed)";

    private static readonly string[] Addresses = ["3.201.197.163", "3.214.178.189", "3.190.157.222"];

    [Fact]
    public async Task Killed_WhileGeoIsAway_TheNextProcessDeliversWhatWaitedWithItsCountries()
    {
        await using var gateway = await StartAsync(test => test.Geo.IsAway = true);
        await VisitAsync(gateway);

        await gateway.KillAsync();
        AssertNobodyIsIn(gateway.SpoolDirectory);
        Assert.Equal(3, SealedIn(gateway));
        gateway.Geo.IsAway = false;
        await gateway.StartGatewayAsync();

        var account = await gateway.RecoveredAsync(3);
        Assert.Equal((3, 3), (account.Recovered, account.Acknowledged));
        Assert.Equal(3, gateway.Counter.Served().Count(visitor => visitor.Country == "US"));
        Assert.Equal((3ul, 3ul, 3ul), (gateway.Counter.ServedPageViews, gateway.Counter.Requests, (ulong)gateway.Counter.Networks.Count));
        Assert.Equal(0, account.Outbox.Sealed);
        await gateway.KillAsync();
        Assert.Equal(0, SealedIn(gateway));
    }

    /// <summary>A crash again and again, at whatever point of the recovery, and GeoService away all the while.</summary>
    [Fact]
    public async Task KilledAgainAndAgain_WhileGeoIsAway_CountsEachHitOnce()
    {
        await using var gateway = await StartAsync(test => test.Geo.IsAway = true);
        for (var life = 1; life <= 4; life++)
        {
            await VisitAsync(gateway, alreadyOnDisk: 3 * (life - 1));
            await gateway.KillAsync();
            await gateway.StartGatewayAsync();
        }

        gateway.Geo.IsAway = false;

        await gateway.RecoveredAsync(12);
        Assert.Equal((12ul, 3), (gateway.Counter.ServedPageViews, gateway.Counter.Served().Count));
    }

    [Fact]
    public async Task GeoBack_WithoutACrash_WhatWasSealedIsErasedAndCountedOnce()
    {
        await using var gateway = await StartAsync(test => test.Geo.IsAway = true);
        await VisitAsync(gateway);

        gateway.Geo.IsAway = false;

        Assert.Equal(0, (await gateway.SettledAsync(3)).Outbox.Sealed);
        Assert.Equal(3ul, gateway.Counter.ServedPageViews);
        await gateway.KillAsync();
        Assert.Equal(0, SealedIn(gateway));
        await gateway.StartGatewayAsync();

        // That the batch had arrived may not have been written down yet; then it is sent once more, and says the same.
        await gateway.SettledAsync(0);
        Assert.Equal((3ul, 3ul), (gateway.Counter.ServedPageViews, gateway.Counter.Requests));
    }

    /// <summary>A call that is not answered is waited for aside: what comes meanwhile is on disk a flush later.</summary>
    [Fact]
    public async Task GeoHanging_WhileItsFirstCallIsNotOverYet_HitsAreOnDisk()
    {
        await using var gateway = await StartAsync(test => test.Geo.Hangs = true, ("Gateway:Delivery:CallTimeout", "00:00:30"));
        await VisitAsync(gateway);
        await VisitAsync(gateway, alreadyOnDisk: 3);

        await gateway.KillAsync();

        Assert.Equal(6, SealedIn(gateway));
        AssertNobodyIsIn(gateway.SpoolDirectory);
    }

    [Fact]
    public async Task Recovered_WithGeoStillAwayBeyondPatience_CountsAsUnknown()
    {
        await using var gateway = await StartAsync(test => test.Geo.IsAway = true);
        await VisitAsync(gateway);
        await gateway.KillAsync();

        gateway.Configure(("Gateway:Delivery:LocatePatience", "00:00:00"));
        await gateway.StartGatewayAsync();

        await gateway.RecoveredAsync(3);
        Assert.Equal(3, gateway.Counter.Served().Count(visitor => visitor.Country == "ZZ"));
    }

    [Fact]
    public async Task Recovered_BeforeTheSecretIsHandedOut_WaitsForIt()
    {
        await using var gateway = await StartAsync(test => test.Geo.IsAway = true);
        await VisitAsync(gateway);
        await gateway.KillAsync();
        (gateway.Geo.IsAway, gateway.Identities.IsAway) = (false, true);
        await gateway.StartGatewayAsync();
        await Eventually.TrueAsync(async () => (await gateway.AccountAsync()).Stages["sealed"] == 3, () => "nothing was found");

        gateway.Identities.IsAway = false;

        await gateway.RecoveredAsync(3);
        Assert.Equal(3ul, gateway.Counter.ServedPageViews);
    }

    [Fact]
    public async Task Recovered_ButChangedOnDisk_IsGivenUpAndTold()
    {
        await using var gateway = await StartAsync(test => test.Geo.IsAway = true);
        await VisitAsync(gateway);
        await gateway.KillAsync();
        gateway.Geo.IsAway = false;
        Execute(gateway, "UPDATE sealed SET hits = hits, content = zeroblob(LENGTH(content))");
        await gateway.StartGatewayAsync();

        var account = await gateway.RecoveredAsync(3);

        Assert.Equal((0, 3), (account.Acknowledged, account.Dropped["spoolLost"]));
        await Eventually.TrueAsync(() => gateway.Counter.DroppedHits == 3, () => $"the counter was told of {gateway.Counter.DroppedHits} dropped hits");
    }

    private static Task<TestGateway> StartAsync(Action<TestGateway> prepare, params (string Key, string Value)[] settings) => TestGateway.StartAsync(
        prepare, [("Gateway:TrustedProxies:Networks:0", "127.0.0.0/8"), ("Gateway:Delivery:LocatePatience", "00:05:00"), .. settings]);

    /// <summary>Three visitors, until they are on disk.</summary>
    private static async Task VisitAsync(TestGateway gateway, int alreadyOnDisk = 0)
    {
        foreach (var address in Addresses)
        {
            Assert.True((await gateway.VisitAsync(userAgent: Agent, forwardedFor: address)).IsSuccessStatusCode);
        }

        TestGateway.DeliveryAccount account = null!;
        await Eventually.TrueAsync(
            async () => (account = await gateway.AccountAsync()).Outbox.Sealed == alreadyOnDisk + Addresses.Length,
            () => $"the account is {account}");
        Assert.Equal(0, account.Unaccounted);
    }

    private static void AssertNobodyIsIn(string folder)
    {
        byte[][] forms =
        [
            Encoding.ASCII.GetBytes("Quillfeather"), Encoding.Unicode.GetBytes("Quillfeather"),
            .. Addresses.Select(address => Encoding.ASCII.GetBytes(address)),
            .. Addresses.Select(address => System.Net.IPAddress.Parse(address).GetAddressBytes()),
            .. Addresses.Select(address => System.Net.IPAddress.Parse(address).GetAddressBytes().Reverse().ToArray()),
        ];
        foreach (var file in Directory.EnumerateFiles(folder).Select(File.ReadAllBytes))
        {
            Assert.All(forms, form => Assert.True(file.AsSpan().IndexOf(form) < 0));
        }
    }

    private static long SealedIn(TestGateway gateway) => Execute(gateway, "SELECT COALESCE(SUM(hits), 0) FROM sealed");

    private static long Execute(TestGateway gateway, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(gateway.SpoolDirectory, "spool-0.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long number ? number : 0;
    }
}

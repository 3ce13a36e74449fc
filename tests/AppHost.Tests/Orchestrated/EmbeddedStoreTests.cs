using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Affluence.Testing;

namespace Affluence.AppHost.Tests.Orchestrated;

/// <summary>What holds of the running system. Each test's visitors are of a country of its own, so that none depends on another's.</summary>
[Collection("Orchestrated")]
[Trait("Category", "Orchestrated")]
public sealed partial class EmbeddedStoreTests(EmbeddedStoreSystem shared) : IClassFixture<EmbeddedStoreSystem>
{
    // Addresses of large networks that have been where they are for decades.
    private const string InUnitedStates = "8.8.8.8";
    private const string InCanada = "24.48.0.1";
    private const string InGermany = "141.1.1.1";
    private const string InJapan = "133.11.0.1";
    private const string InFrance = "193.252.0.1";

    private OrchestratedSystem System => shared.System;

    [Fact]
    public async Task Visitors_ThroughTheGateways_AreCounted()
    {
        await System.VisitAsync(InUnitedStates, 0, 200);

        await System.CountedAsync("US", 200);
    }

    [Theory]
    [InlineData("counter", InCanada, "CA")]
    [InlineData("report", InJapan, "JP")]
    public async Task Service_KilledWhileVisitorsCome_MissesNone(string service, string address, string country)
    {
        await System.VisitAsync(address, 0, 30);
        await System.KillAsync(service);
        await System.VisitAsync(address, 30, 40);
        await System.CommandAsync(service, KnownResourceCommands.StartCommand);
        await System.VisitAsync(address, 70, 30);

        await System.HealthyAsync(service);
        await System.CountedAsync(country, 100);
    }

    [Fact]
    public async Task Geo_RestartedWhileVisitorsCome_LocatesThemAll()
    {
        await System.VisitAsync(InGermany, 0, 1);
        await System.CommandAsync("geo", KnownResourceCommands.RestartCommand);
        await System.VisitAsync(InGermany, 1, 99);

        await System.HealthyAsync("geo");
        await System.CountedAsync("DE", 100);
    }

    [Fact]
    public async Task Gateway_OneOfTwoKilled_LosesNobodyItHadCounted()
    {
        var replicas = await System.ReplicasOfAsync("gateway", 2);
        await System.VisitAsync(InFrance, 0, 50);
        await System.CountedAsync("FR", 50);

        await System.KillAsync(replicas[0]);
        await System.VisitAsync(InFrance, 50, 50);
        await System.CommandAsync(replicas[0], KnownResourceCommands.StartCommand);

        await System.HealthyAsync("gateway");
        await System.CountedAsync("FR", 100);
    }

    [Fact]
    public async Task Replicas_OfTheGateway_ShowEachItsOwnDeliveryAndHealth()
    {
        var writers = new HashSet<string>();
        foreach (var replica in await System.ReplicasOfAsync("gateway", 2))
        {
            Uri? delivery = null;
            await Eventually.TrueAsync(
                () => (delivery = Own(replica, "/delivery")) is not null && Own(replica, "/health/reasons") is not null,
                () => $"{replica} shows {string.Join(", ", System.UrlsOf(replica).Select(url => url.Url))}.");
            writers.Add(delivery!.Authority);
            Assert.NotNull(JsonNode.Parse(await System.ReadAsync(delivery)));
        }

        Assert.Equal(2, writers.Count);
    }

    [Theory]
    [MemberData(nameof(AppHostTests.ServiceNames), MemberType = typeof(AppHostTests))]
    public async Task Service_InARun_ChoosesItselfWhichTracesAreRecorded(string service)
    {
        var replica = (await System.ReplicasOfAsync(service, 1))[0];

        var variables = System.EnvironmentOf(replica);

        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT", variables);
        Assert.DoesNotContain("OTEL_TRACES_SAMPLER", variables);
    }

    [Fact]
    public async Task Knobs_TurnedByTheirButtons_AreAsTheButtonsSay()
    {
        var healthy = await KnobsAsync();

        await System.CommandAsync("site", "knobs-slow");
        var slow = await KnobsAsync();
        await System.CommandAsync("site", "recover");

        Assert.NotEqual(healthy, slow);
        Assert.Equal(healthy, await KnobsAsync());
    }

    [Fact]
    public async Task Night_PlayedByItsButton_EndsWithALinkToItsPeak()
    {
        var result = await System.CommandAsync("report", "play-night");

        Assert.Equal(CommandResultFormat.Markdown, result.Data?.Format);
        var link = new Uri(Link().Match(result.Data!.Value).Groups[1].Value);
        Assert.Equal("?at=2016-11-08T23:00", link.Query);
        Assert.NotEmpty(await System.ReadAsync(link));
        var peak = JsonNode.Parse(await System.ReadAsync(new Uri(System.Report, "/api/v1/snapshots/2016-11-08T23:00")))!;
        Assert.InRange((long)peak["visitors"]!, 1_950, 2_050);
    }

    private Uri? Own(string replica, string path) =>
        System.UrlsOf(replica).Select(url => new Uri(url.Url)).FirstOrDefault(url => url.AbsolutePath == path && url.Authority != Shared().Authority);

    private Uri Shared() => System.SharedManagementOf("gateway");

    private Task<string> KnobsAsync() => System.ReadAsOperatorAsync(new Uri(System.Site, "/knobs"));

    [GeneratedRegex(@"\((http[^)]+)\)")]
    private static partial Regex Link();
}

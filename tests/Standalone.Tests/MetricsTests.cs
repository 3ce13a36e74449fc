using System.Text.RegularExpressions;
using Affluence.Standalone;

namespace Affluence.Tests;

/// <summary>What each service tells on its own port, though all share a process.</summary>
public sealed partial class MetricsTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task EachPort_TellsItsOwnServiceAloneInWordsAndFitBoundaries()
    {
        await using var system = await StandaloneSystem.StartAsync(new StandaloneOptions
        {
            DataDirectory = _data.Path,
            UseDefaultPorts = false,
            Settings = new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "Warning" },
        });
        using var client = new HttpClient();
        await client.GetAsync(new Uri(system.Gateway.Public, "/en"));
        var told = new Dictionary<string, string>();
        foreach (var (name, addresses) in ((string, ServiceAddresses)[])
            [("gateway", system.Gateway), ("report", system.Report), ("site", system.Site), ("geo", system.Geo), ("counter", system.Counter)])
        {
            // What is only there once something was done, as the counter's windows and the site's page.
            await Eventually.TrueAsync(
                async () => OurNames().IsMatch(told[name] = await client.GetStringAsync(new Uri(addresses.Management, "/metrics"))),
                () => $"{name} tells {told[name]}");
        }

        foreach (var (name, metrics) in told)
        {
            Assert.All(OurNames().Matches(metrics), metric => Assert.Contains(metric.Groups["service"].Value, (string[])[name, "credential"]));
            var described = Described().Matches(metrics).Select(metric => metric.Value).ToList();
            Assert.All(Typed().Matches(metrics).Select(metric => metric.Value), metric => Assert.Contains(metric, described));
            Assert.DoesNotMatch("""_seconds_bucket\{.*le="10000"\}""", metrics);
        }

        // The proxy's calls are the gateway's.
        var callsOfSite = $"^http_client_.*server_port=\"{system.Site.Public.Port}\"";
        Assert.All(told, service => Assert.Equal(service.Key == "gateway", Regex.IsMatch(service.Value, callsOfSite, RegexOptions.Multiline)));
    }

    [GeneratedRegex("^affluence_(?<service>[a-z]+)_", RegexOptions.Multiline)]
    private static partial Regex OurNames();

    [GeneratedRegex("(?<=^# HELP )affluence_[a-z_]+(?= .)", RegexOptions.Multiline)]
    private static partial Regex Described();

    [GeneratedRegex("(?<=^# TYPE )affluence_[a-z_]+", RegexOptions.Multiline)]
    private static partial Regex Typed();
}

using System.Collections.Immutable;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Affluence.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Affluence.AppHost.Tests.Orchestrated;

/// <summary>The whole system under Aspire's orchestrator, with folders of its own.</summary>
internal sealed class OrchestratedSystem : IAsyncDisposable
{
    /// <summary>Of a condition that a quiet machine meets in seconds. It is there so that a broken system ends the test.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly TemporaryDirectory _directory = new();
    private readonly HttpClient _client = new();
    private DistributedApplication _application = null!;

    private OrchestratedSystem()
    {
    }

    public Uri Report => _application.GetEndpoint("report", "http");

    public Uri Site => _application.GetEndpoint("site", "management");

    private Uri Gateway => _application.GetEndpoint("gateway", "http");

    /// <summary>The address of the management port that all replicas of a service share.</summary>
    public Uri SharedManagementOf(string service) => _application.GetEndpoint(service, "management");

    /// <summary>Returns when the system is started; see <see cref="AllHealthyAsync"/>.</summary>
    public static async Task<OrchestratedSystem> StartAsync(params string[] settings)
    {
        var system = new OrchestratedSystem();
        try
        {
            await system.StartAllAsync(settings);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads a page as visitors of one network do, each with a browser of his own, until each has been served.</summary>
    /// <param name="address">Where they are.</param>
    /// <param name="from">Number of the first one.</param>
    /// <param name="count">How many they are.</param>
    public Task VisitAsync(string address, int from, int count) => Parallel.ForEachAsync(
        Enumerable.Range(from, count),
        new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken },
        async (visitor, _) => await Eventually.TrueAsync(() => IsServedAsync(address, visitor), () => $"Visitor {visitor} was not served.", Patience));

    /// <summary>Waits for as many visitors of a country in the current snapshot.</summary>
    /// <remarks>Two visitors can meet in a register of a sketch, so that one of 200 may be missing.</remarks>
    public async Task CountedAsync(string country, int visitors)
    {
        long? counted = null;
        await Eventually.TrueAsync(
            async () =>
            {
                var snapshot = await _client.GetFromJsonAsync<JsonNode>(new Uri(Report, "/api/v1/snapshots/current"), TestContext.Current.CancellationToken);
                counted = (long?)snapshot!["countries"]?.AsArray().FirstOrDefault(entry => (string?)entry!["code"] == country)?["visitors"];
                return counted >= visitors - 2;
            },
            () => $"{country} has {counted} visitors, and {visitors} were sent.",
            Patience);
        Assert.InRange(counted ?? 0, visitors - 2, visitors + 2);
    }

    public async Task<string> ReadAsync(Uri address) => await _client.GetStringAsync(address, TestContext.Current.CancellationToken);

    public async Task<string> ReadAsOperatorAsync(Uri address)
    {
        var parameter = (ParameterResource)_application.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(one => one.Name == "operator-token");
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new("Bearer", await parameter.GetValueAsync(TestContext.Current.CancellationToken));
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>One of Aspire's commands, or of ours.</summary>
    /// <param name="resource">Its name, or that of a replica.</param>
    public async Task<ExecuteCommandResult> CommandAsync(string resource, string command)
    {
        var result = await _application.Services.GetRequiredService<ResourceCommandService>()
            .ExecuteCommandAsync(resource, command, TestContext.Current.CancellationToken);
        Assert.True(result.Success, $"{command} of {resource}: {result.Message}");
        return result;
    }

    /// <summary>As a crash does: SIGKILL.</summary>
    /// <param name="resource">Its name, or that of a replica.</param>
    public async Task KillAsync(string resource)
    {
        var (id, snapshot) = Current(resource);
        var processId = (int)snapshot.Properties.Single(property => property.Name == "executable.pid").Value!;
        using (var process = Process.GetProcessById(processId))
        {
            process.Kill();
        }

        await Eventually.TrueAsync(
            () => KnownResourceStates.TerminalStates.Contains(Current(id).Snapshot.State?.Text),
            () => $"{id} was killed, and is {Current(id).Snapshot.State?.Text}.");
    }

    /// <summary>The names of the variables that a resource was started with.</summary>
    public IEnumerable<string> EnvironmentOf(string resource) => Current(resource).Snapshot.EnvironmentVariables.Select(variable => variable.Name);

    /// <summary>The health checks of a resource, as the dashboard has them.</summary>
    public ImmutableArray<HealthReportSnapshot> HealthOf(string resource) => Current(resource).Snapshot.HealthReports;

    public async Task AllHealthyAsync()
    {
        foreach (var service in AppHostTests.Services)
        {
            await HealthyAsync(service);
        }
    }

    /// <exception cref="TimeoutException">It isn't in time; the message holds its log.</exception>
    public async Task HealthyAsync(string resource, TimeSpan? limit = null)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(limit ?? Patience);
        try
        {
            await _application.ResourceNotifications.WaitForResourceHealthyAsync(resource, WaitBehavior.WaitOnResourceUnavailable, patience.Token);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{resource} is not healthy. Its log:{Environment.NewLine}{await LogOfAsync(resource)}");
        }
    }

    /// <summary>The names of a service's replicas, as the dashboard has them.</summary>
    public async Task<IReadOnlyList<string>> ReplicasOfAsync(string service, int count)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var change in _application.ResourceNotifications.WatchAsync(TestContext.Current.CancellationToken))
        {
            if (change.Resource.Name == service && change.Snapshot.State?.Text == KnownResourceStates.Running && names.Add(change.ResourceId) && names.Count == count)
            {
                break;
            }
        }

        return [.. names];
    }

    /// <summary>The current addresses that the dashboard shows for a replica.</summary>
    public IReadOnlyList<UrlSnapshot> UrlsOf(string replica) => Current(replica).Snapshot.Urls;

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }

        _client.Dispose();
        _directory.Dispose();
    }

    private async Task StartAllAsync(string[] settings)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(settings, TestContext.Current.CancellationToken);
        Redirect(builder, "store", "Store__DataDirectory");
        Redirect(builder, "counter", "Counter__Identity__KeyDirectory");
        Redirect(builder, "report", "Report__DataDirectory");
        Redirect(builder, "gateway", "Gateway__Spool__Directory");

        // A GeoService that is started again is back within the default of 10 s, but not on every machine at any time.
        Project(builder, "gateway")?.WithEnvironment("Gateway__Delivery__LocatePatience", "00:05:00");

        _application = await builder.BuildAsync(TestContext.Current.CancellationToken);
        await _application.StartAsync(TestContext.Current.CancellationToken);
    }

    private void Redirect(IDistributedApplicationTestingBuilder builder, string resource, string variable) =>
        Project(builder, resource)?.WithEnvironment(variable, _directory.File(resource));

    private static IResourceBuilder<ProjectResource>? Project(IDistributedApplicationTestingBuilder builder, string name) =>
        builder.Resources.OfType<ProjectResource>().FirstOrDefault(project => project.Name == name) is { } project
            ? builder.CreateResourceBuilder(project)
            : null;

    private (string Id, CustomResourceSnapshot Snapshot) Current(string resource) =>
        _application.ResourceNotifications.TryGetCurrentState(resource, out var current)
            ? (current.ResourceId, current.Snapshot)
            : throw new InvalidOperationException($"There is no {resource}, or there are several.");

    private async Task<bool> IsServedAsync(string address, int visitor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Gateway, "/en"));
        request.Headers.TryAddWithoutValidation("User-Agent", $"Mozilla/5.0 (X11; Linux x86_64; rv:{visitor}.0) Gecko/20100101 Firefox/{visitor}.0");
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", address);
        try
        {
            using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // A gateway that stops closes its connections; the visitor tries again.
            return false;
        }
    }

    private async Task<string> LogOfAsync(string resource)
    {
        var loggers = _application.Services.GetRequiredService<ResourceLoggerService>();
        var lines = new List<string>();
        await foreach (var batch in loggers.GetAllAsync(_application.Services.GetRequiredService<DistributedApplicationModel>().Resources.First(one => one.Name == resource)))
        {
            lines.AddRange(batch.Select(line => line.Content));
        }

        return string.Join(Environment.NewLine, lines);
    }
}

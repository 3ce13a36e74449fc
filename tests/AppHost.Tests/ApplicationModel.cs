using Microsoft.Extensions.Logging.Abstractions;

namespace Affluence.AppHost.Tests;

/// <summary>The resources that AppHost declares. Nothing is built or started, so no container and no orchestrator is needed.</summary>
internal sealed class ApplicationModel : IAsyncDisposable
{
    private readonly IDistributedApplicationTestingBuilder _builder;

    private ApplicationModel(IDistributedApplicationTestingBuilder builder) => _builder = builder;

    public IEnumerable<IResource> Resources => _builder.Resources;

    /// <summary>Service and endpoint of each that is reached from outside, in order.</summary>
    public IEnumerable<string> PublicEndpoints =>
        (from project in Resources.OfType<ProjectResource>()
         from endpoint in project.Annotations.OfType<EndpointAnnotation>()
         where endpoint.IsExternal
         select $"{project.Name} {endpoint.Name}").Order();

    /// <summary>The resources of a system that runs on this machine.</summary>
    /// <param name="settings">Configuration as on the command line, for example <c>--Gateway:Replicas=3</c>.</param>
    public static Task<ApplicationModel> ReadAsync(params string[] settings) => CreateAsync(["--Store=embedded", .. settings]);

    /// <summary>As above, with a Redis that is there already.</summary>
    public static Task<ApplicationModel> ReadWithRedisAsync() => CreateAsync("--ConnectionStrings:redis=redis.example.org:6379");

    /// <summary>The resources of a system that is published. Nothing is written.</summary>
    public static Task<ApplicationModel> ReadPublishedAsync() => CreateAsync("--operation", "publish", "--publisher", "manifest");

    public IResource Resource(string name) => _builder.Resources.Single(resource => resource.Name == name);

    public EndpointAnnotation Endpoint(string resourceName, string endpointName) =>
        Resource(resourceName).Annotations.OfType<EndpointAnnotation>().Single(endpoint => endpoint.Name == endpointName);

    /// <summary>
    /// A resource's variables as publishing writes them: what is known only later is an expression, such as
    /// <c>{geo.bindings.http.url}</c>.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, string>> EnvironmentAsync(string resourceName)
    {
        var configuration = await ExecutionConfigurationBuilder.Create(Resource(resourceName))
            .WithEnvironmentVariablesConfig()
            .BuildAsync(
                new DistributedApplicationExecutionContext(DistributedApplicationOperation.Publish),
                NullLogger.Instance,
                TestContext.Current.CancellationToken);
        return configuration.EnvironmentVariables.ToDictionary(variable => variable.Key, variable => variable.Value);
    }

    public ValueTask DisposeAsync() => _builder.DisposeAsync();

    private static async Task<ApplicationModel> CreateAsync(params string[] arguments) =>
        new(await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(arguments, TestContext.Current.CancellationToken));
}

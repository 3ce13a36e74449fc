using Affluence.AppHost.Dashboard;
using Affluence.AppHost.Services;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Affluence.AppHost.Store;

/// <summary>Declares what keeps the counter's figures. All three keep them over a restart, and the counter knows each as <c>redis</c>.</summary>
internal static partial class StoreResource
{
    private const string Redis = "redis";

    /// <exception cref="ServiceDefaults.InvalidSettingException">The settings name what is not there, or two stores.</exception>
    public static async Task<IResourceBuilder<IResourceWithConnectionString>> AddStoreAsync(this IDistributedApplicationBuilder builder)
    {
        var choice = await StoreChoice.MakeAsync(
            builder.Configuration, builder.ExecutionContext.IsPublishMode, () => ContainerEngine.AskAsync(builder.Configuration));
        return choice.Kind switch
        {
            StoreKind.Existing => builder.AddConnectionString(Redis),
            StoreKind.Container => builder.AddRedis(Redis).WithDataVolume().WithPersistence(TimeSpan.FromMinutes(1)),
            _ => AddEmbedded(builder, choice.Reason),
        };
    }

    private static IResourceBuilder<IResourceWithConnectionString> AddEmbedded(IDistributedApplicationBuilder builder, string? reason)
    {
        // Every program of the machine reaches its port.
        var password = builder.AddSecretOfRun("store-password");
        var store = builder.AddManaged<Projects.Store>("store")
            .WithEndpoint(scheme: "tcp", name: "tcp", env: "Store__Port")
            .WithDetail("tcp", "Redis protocol")
            .WithEnvironment("Store__Password", password)
            .WithIconName("Database");
        store.OnBeforeResourceStarted((_, started, _) =>
        {
            if (reason is not null)
            {
                Log.Embedded(started.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Affluence.AppHost.Store"), reason);
            }

            return Task.CompletedTask;
        });

        var endpoint = store.GetEndpoint("tcp");
        return builder.AddConnectionString(Redis, ReferenceExpression.Create($"127.0.0.1:{endpoint.Property(EndpointProperty.Port)},password={password}"))
            .WithReferenceRelationship(store)
            .WaitForStart(store);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The embedded store keeps the figures, since no container engine answers ({Reason}). --ConnectionStrings:redis=host:6379 uses a Redis.")]
        public static partial void Embedded(ILogger logger, string reason);
    }
}

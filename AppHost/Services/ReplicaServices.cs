using Microsoft.Extensions.DependencyInjection;

namespace Affluence.AppHost.Services;

internal static class ReplicaServices
{
    public static void WatchReplicas(this IDistributedApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Replicas>();

        // Hosted services start after Aspire's own, which waits for resources that wait for the health of others, which Replicas knows.
        builder.Eventing.Subscribe<BeforeStartEvent>((starting, cancellationToken) =>
            starting.Services.GetRequiredService<Replicas>().StartAsync(cancellationToken));
    }
}

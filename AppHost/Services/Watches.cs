using Affluence.AppHost.Dashboard;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Affluence.AppHost.Services;

internal static class Watches
{
    public static void AddWatches(this IDistributedApplicationBuilder builder)
    {
        builder.AddWatch<Replicas>();
        builder.AddWatch<EndedServices>();
    }

    /// <summary>
    /// Hosted services start after Aspire's own, which waits for resources that wait for the health of others, which Replicas knows.
    /// </summary>
    private static void AddWatch<TWatch>(this IDistributedApplicationBuilder builder)
        where TWatch : BackgroundService
    {
        builder.Services.AddSingleton<TWatch>();
        builder.Eventing.Subscribe<BeforeStartEvent>((starting, cancellationToken) =>
            starting.Services.GetRequiredService<TWatch>().StartAsync(cancellationToken));
    }
}

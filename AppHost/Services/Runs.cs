using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Affluence.AppHost.Services;

internal static class Runs
{
    /// <summary>
    /// Returns when the system was told to stop and all of it has ended. Aspire by itself is back at once and leaves what runs to end by itself, for 10 s
    /// and more; and told to wait for it, it does not while the system still starts.
    /// </summary>
    public static async Task RunToTheEndAsync(this IDistributedApplicationBuilder builder)
    {
        if (builder.ExecutionContext.IsPublishMode)
        {
            await builder.Build().RunAsync();
            return;
        }

        builder.Configuration["DcpPublisher:WaitForResourceCleanup"] = "true";
        await using var application = builder.Build();
        try
        {
            await application.StartAsync();
        }
        catch (OperationCanceledException) when (application.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
        {
            await application.StopAsync();
            return;
        }

        await application.WaitForShutdownAsync();
    }
}

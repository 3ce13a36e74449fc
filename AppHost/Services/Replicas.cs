using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;

namespace Affluence.AppHost.Services;

/// <summary>
/// Knows each replica's own management port, from the variable that it was started with, and shows it: links to it stand among the replica's
/// addresses in place of those that all replicas share.
/// </summary>
internal sealed class Replicas(ResourceNotificationService notifications) : BackgroundService
{
    private readonly ConcurrentDictionary<string, (string Service, Replica Replica)> _running = new();

    public IReadOnlyList<Replica> Of(ProjectResource service) =>
        [.. from running in _running.Values where running.Service == service.Name orderby running.Replica.Name select running.Replica];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            if (change.Resource is ProjectResource service)
            {
                await TakeAsync(service, change);
            }
        }
    }

    private async Task TakeAsync(ProjectResource service, ResourceEvent change)
    {
        var port = change.Snapshot.EnvironmentVariables.FirstOrDefault(variable => variable.Name == ServiceResources.ManagementPort)?.Value;
        if (change.Snapshot.State?.Text != KnownResourceStates.Running || !int.TryParse(port, out var number))
        {
            _running.TryRemove(change.ResourceId, out _);
            return;
        }

        var own = new Uri($"http://localhost:{number}");
        _running[change.ResourceId] = (service.Name, new Replica(change.ResourceId, own));
        if (service.Annotations.OfType<ReplicaAnnotation>().LastOrDefault() is { Replicas: > 1 }
            && change.Snapshot.Urls.Any(url => IsShared(url, own)))
        {
            await notifications.PublishUpdateAsync(service, change.ResourceId, snapshot => snapshot with { Urls = Own(snapshot.Urls, own) });
        }
    }

    private static ImmutableArray<UrlSnapshot> Own(ImmutableArray<UrlSnapshot> urls, Uri own) =>
        [.. urls.Select(url => IsShared(url, own) ? url with { Url = new Uri(own, new Uri(url.Url).PathAndQuery).ToString() } : url)];

    private static bool IsShared(UrlSnapshot url, Uri own) =>
        url.Name == ServiceResources.Management && !url.Url.StartsWith(own.ToString(), StringComparison.Ordinal);
}

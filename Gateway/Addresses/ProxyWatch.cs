using System.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Addresses;

/// <summary>
/// Warns when a proxy seems to stand in front of the gateway that is not in <c>Gateway:TrustedProxies</c>. All its visitors then count as one,
/// and meet one client's rate limit together.
/// </summary>
internal sealed partial class ProxyWatch(
    ClientAddressResolver addresses, AddressConcentration concentration, IOptions<TrustedProxyOptions> options, TimeProvider time, ILogger<ProxyWatch> logger)
    : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan ForgetInterval = TimeSpan.FromMinutes(5);

    private int _hasSeenIgnoredProxy;
    private volatile Judged? _last;

    /// <summary>Share of the last page views that came from the three most frequent addresses; null before there were enough.</summary>
    public double? TopShare => _last?.Judgement.Share;

    /// <summary>Takes notice of one hit. Never waits.</summary>
    /// <param name="hit">As it was captured.</param>
    /// <param name="peer">The other end of the connection; null if it is no socket.</param>
    /// <param name="isForwarded">Whether the request says by <c>X-Forwarded-For</c> that it came through a proxy.</param>
    public void Saw(in Hit hit, IPAddress? peer, bool isForwarded)
    {
        if (isForwarded && _hasSeenIgnoredProxy == 0 && peer is not null && !addresses.IsTrusted(peer)
            && PrivateNetworks.Contain(NetworkAddress.From(peer)) && Interlocked.Exchange(ref _hasSeenIgnoredProxy, 1) == 0)
        {
            Log.ProxyIgnored(logger);
        }

        if (hit.Kind == HitKind.PageView && hit.Address is { } client && concentration.Add(client, hit.UserAgent, time.GetUtcNow()) is { } judgement)
        {
            Take(judgement);
        }
    }

    /// <summary>Has addresses forgotten in time, though nobody comes.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Networks.Count == 0)
        {
            Log.NobodyTrusted(logger);
        }

        using var timer = new PeriodicTimer(ForgetInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            concentration.Forget(time.GetUtcNow());
        }
    }

    /// <summary>Never unhealthy: pages are served all the same.</summary>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_last is { Judgement: { IsConcentrated: true } judgement }
            ? HealthCheckResult.Degraded(
                $"{judgement.Share:P0} of the last page views came from at most three addresses: is there a proxy in front that is not in "
                + $"{TrustedProxyOptions.Section}?")
            : HealthCheckResult.Healthy());

    private void Take(AddressConcentration.Judgement judgement)
    {
        var was = _last?.Judgement.IsConcentrated ?? false;
        _last = new Judged(judgement);
        if (judgement.IsConcentrated && !was)
        {
            Log.VisitorsCollapsed(
                logger, judgement.Share, AddressConcentration.SampleSize, judgement.MostFrequentIsPrivate ? "private" : "public");
        }
        else if (was && !judgement.IsConcentrated)
        {
            Log.VisitorsSpread(logger, judgement.Addresses, AddressConcentration.SampleSize);
        }
    }

    private sealed record Judged(AddressConcentration.Judgement Judgement);

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Information, "Gateway:TrustedProxies names nobody: visitors are told apart by the address of their connection, and X-Forwarded-For is ignored")]
        public static partial void NobodyTrusted(ILogger logger);

        [LoggerMessage(
            LogLevel.Warning,
            "A peer with a private address sends X-Forwarded-For and is not in Gateway:TrustedProxies, so the header is ignored: if it is a proxy, all its visitors count as one")]
        public static partial void ProxyIgnored(ILogger logger);

        [LoggerMessage(
            LogLevel.Warning,
            "{Share:P0} of the last {PageViews} page views came from at most three addresses, the most frequent a {NetworkClass} one, though by many browsers: is there a proxy in front of the gateway that is not in Gateway:TrustedProxies? Its visitors count as one")]
        public static partial void VisitorsCollapsed(ILogger logger, double share, int pageViews, string networkClass);

        [LoggerMessage(LogLevel.Information, "Visitors come from many addresses again: {Addresses} in the last {PageViews} page views")]
        public static partial void VisitorsSpread(ILogger logger, int addresses, int pageViews);
    }
}

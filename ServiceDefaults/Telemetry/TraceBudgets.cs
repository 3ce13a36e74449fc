using Microsoft.AspNetCore.Http;

namespace Affluence.ServiceDefaults.Telemetry;

/// <summary>
/// How many traces begin here in a second. Pages have a budget of their own, so that neither their parts nor anything else uses it up.
/// </summary>
/// <remarks>
/// Sized for a collector such as Aspire's dashboard, which keeps 10,000 traces and whose senders queue 2,048 spans: 417 page views a second tore
/// half of all traces. A visitor alone is always within it.
/// </remarks>
internal sealed class TraceBudgets(TimeProvider time)
{
    private const int PagesPerSecond = 20;
    private const int OthersPerSecond = 10;

    private readonly PerSecond _pages = new(PagesPerSecond, time);
    private readonly PerSecond _others = new(OthersPerSecond, time);

    public bool TryTake(HttpRequest request) => (AsksForPage(request) ? _pages : _others).TryTake();

    /// <summary>By what can be known at the start. Browsers say it (W3C Fetch Metadata); of others, whatever is not certainly a part of a page.</summary>
    private static bool AsksForPage(HttpRequest request) =>
        request.Headers["Sec-Fetch-Mode"] is { Count: > 0 } mode
            ? mode.ToString().Equals("navigate", StringComparison.OrdinalIgnoreCase)
            : (HttpMethods.IsGet(request.Method) || HttpMethods.IsPost(request.Method))
                && !Path.HasExtension(request.Path.Value)
                && request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) != true;

    /// <summary>A token bucket that holds one second's worth.</summary>
    internal sealed class PerSecond(int rate, TimeProvider time)
    {
        private readonly Lock _lock = new();
        private long _last = time.GetTimestamp();
        private double _tokens = rate;

        public bool TryTake()
        {
            lock (_lock)
            {
                var now = time.GetTimestamp();
                _tokens = Math.Min(rate, _tokens + (time.GetElapsedTime(_last, now).TotalSeconds * rate));
                _last = now;
                if (_tokens < 1)
                {
                    return false;
                }

                _tokens--;
                return true;
            }
        }
    }
}

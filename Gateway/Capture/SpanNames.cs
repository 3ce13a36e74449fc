using Affluence.ServiceDefaults.Telemetry;

namespace Affluence.Gateway.Capture;

/// <summary>What the span of a request is called: all requests have one route.</summary>
internal static class SpanNames
{
    private static readonly RequestClass PageView = new("page view");
    private static readonly RequestClass Probe = new("probe");
    private static readonly RequestClass Bot = new("bot request");
    private static readonly RequestClass Other = new("other request");

    public static RequestClass Of(HitKind kind) => kind switch
    {
        HitKind.PageView => PageView,
        HitKind.Probe => Probe,
        HitKind.Bot => Bot,
        _ => Other,
    };
}

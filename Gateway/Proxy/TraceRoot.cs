using System.Diagnostics;

namespace Affluence.Gateway.Proxy;

/// <summary>
/// Begins every trace here. A visitor's <c>traceparent</c> would choose the identifier, and by its flags whether we record: all of them, or
/// none. The headers are taken off as well, because OpenTelemetry's instrumentation reads them a second time.
/// </summary>
internal sealed class TraceRoot(DistributedContextPropagator inner) : DistributedContextPropagator
{
    public override IReadOnlyCollection<string> Fields => inner.Fields;

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) => inner.Inject(activity, carrier, setter);

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
    {
        traceId = null;
        traceState = null;
        Forget(carrier);
    }

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter)
    {
        Forget(carrier);
        return null;
    }

    private static void Forget(object? carrier)
    {
        if (carrier is not IHeaderDictionary headers)
        {
            return;
        }

        headers.Remove("traceparent");
        headers.Remove("tracestate");
        headers.Remove("baggage");
        headers.Remove("Request-Id");
        headers.Remove("Correlation-Context");
    }
}

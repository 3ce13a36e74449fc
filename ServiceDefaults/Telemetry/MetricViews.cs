using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace Affluence.ServiceDefaults.Telemetry;

/// <summary>
/// Which instruments a host exports, and how. A listener hears the meters of the whole process: those that another host's factory made are
/// that host's, and are dropped here. Meters without a factory, as the runtime's, tell of the process, and every host in it has them.
/// </summary>
internal sealed class MetricViews(IMeterFactory meters)
{
    /// <summary>Kestrel's buffers: counted several times a request, which is a thirtieth of what a page from the gateway's cache takes, and nobody's question.</summary>
    private const string Buffers = "Microsoft.AspNetCore.MemoryPool";

    /// <summary>From 100 µs to 10 s, for what takes part of a second.</summary>
    private static readonly ExplicitBucketHistogramConfiguration Seconds = new()
    {
        Boundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    /// <returns>Null is the instrument's own way.</returns>
    public MetricStreamConfiguration? Of(Instrument instrument)
    {
        if (instrument.Meter.Name == Buffers || (instrument.Meter.Scope is IMeterFactory owner && owner != meters))
        {
            return MetricStreamConfiguration.Drop;
        }

        // Without it OpenTelemetry gives a duration whose name it does not know the boundaries 0, 5, 10 … 10,000 s, and all is in the first bucket.
        return instrument is Histogram<double> { Unit: "s", Advice: null } ? Seconds : null;
    }
}

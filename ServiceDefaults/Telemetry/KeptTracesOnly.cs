using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Affluence.ServiceDefaults.Telemetry;

/// <summary>Takes the trace off a log record when that trace is not recorded: the link would lead nowhere.</summary>
internal sealed class KeptTracesOnly : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        if (!data.TraceFlags.HasFlag(ActivityTraceFlags.Recorded))
        {
            (data.TraceId, data.SpanId) = (default, default);
        }
    }
}

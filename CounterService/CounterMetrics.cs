using System.Diagnostics.Metrics;

namespace Affluence.Counter;

/// <summary>The counter's own instruments. They are for operators: no figure of the product comes from them.</summary>
internal sealed class CounterMetrics
{
    private readonly Counter<long> _records;
    private readonly Counter<long> _visitors;
    private readonly Histogram<double> _windowDuration;

    public CounterMetrics(IMeterFactory meterFactory)
    {
        var meter = meterFactory.Create("Affluence.Counter");
        _records = meter.CreateCounter<long>("affluence.counter.records", "{record}", "Records received; error.type says which were not added, and why.");
        _visitors = meter.CreateCounter<long>("affluence.counter.visitors_added", "{visitor}", "Visitors in the records that were added, repeats included.");
        _windowDuration = meter.CreateHistogram<double>("affluence.counter.window.duration", "s", "Time to count a window.");
    }

    public void RecordAdded(int visitors)
    {
        _records.Add(1);
        _visitors.Add(visitors);
    }

    public void RecordFailed(string errorType) => _records.Add(1, new KeyValuePair<string, object?>("error.type", errorType));

    public void WindowCounted(TimeSpan length, TimeSpan duration) =>
        _windowDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("affluence.window.length", (long)length.TotalSeconds));
}

using System.Diagnostics.Metrics;
using Affluence.Report.History;
using Affluence.Report.Live;
using Affluence.Report.Snapshots;
using Affluence.Report.Surges;

namespace Affluence.Report;

/// <summary>What an operator of the report watches.</summary>
internal sealed class ReportMetrics
{
    public const string MeterName = "Affluence.Report";

    private readonly Histogram<double> _compositionDuration;
    private readonly UpDownCounter<long> _streamClients;
    private readonly TimeProvider _timeProvider;

    public ReportMetrics(IMeterFactory meterFactory, CurrentSnapshot current, RecordingBacklog backlog, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        var meter = meterFactory.Create(MeterName);
        _compositionDuration = meter.CreateHistogram<double>("affluence.report.composition.duration", "s", "Time to compose one snapshot.");
        _streamClients = meter.CreateUpDownCounter<long>("affluence.report.stream.client", "{client}", "Clients connected to the streams.");
        meter.CreateObservableGauge("affluence.report.snapshot.age", () => Ages(current), "s", "Time since the current snapshot was composed.");
        meter.CreateObservableGauge(
            "affluence.report.surge.level", () => Levels(current), "{surge}", "1 in a surge, 0 in ordinary times; nothing while it is not known.");
        meter.CreateObservableGauge(
            "affluence.report.surge.ratio", () => Ratios(current), "1", "Visitors for each visitor of the same civil moment a week earlier.");
        meter.CreateObservableGauge(
            "affluence.report.difficulty.level", () => Difficulties(current), "{difficulty}", "1 while the site is difficult to reach, 0 while it is not.");
        meter.CreateObservableGauge(
            "affluence.report.recording.backlog", () => backlog.Minutes, "{minute}", "Minutes that are due to be put on record and are not yet.");
        meter.CreateObservableGauge(
            "affluence.report.recording.delay", () => (backlog.FailingFor ?? backlog.BehindFor ?? TimeSpan.Zero).TotalSeconds, "s",
            "For how long some have been.");
    }

    public void StreamOpened() => _streamClients.Add(1);

    public void StreamClosed() => _streamClients.Add(-1);

    /// <summary>Measures until it is disposed of.</summary>
    /// <param name="kind">live, minute, comparison or on_demand.</param>
    public Composition MeasureComposition(string kind) => new(this, kind);

    // A stale figure would go on telling of a surge that may be over.
    private static Snapshot? Fresh(CurrentSnapshot current) => current.Read() is { Quality.Stale: null } snapshot ? snapshot : null;

    private static Measurement<int>[] Levels(CurrentSnapshot current) => Fresh(current)?.Surge.Level switch
    {
        SurgeLevel.Surge => [new(1)],
        SurgeLevel.Normal => [new(0)],
        _ => [],
    };

    private static Measurement<double>[] Ratios(CurrentSnapshot current) => Fresh(current)?.Ratio is { } ratio ? [new(ratio)] : [];

    private static Measurement<int>[] Difficulties(CurrentSnapshot current) =>
        Fresh(current) is { } snapshot ? [new(snapshot.Surge.DifficultSince is null ? 0 : 1)] : [];

    private static Measurement<double>[] Ages(CurrentSnapshot current) => current.Age is { } age ? [new(age.TotalSeconds)] : [];

    internal sealed class Composition(ReportMetrics metrics, string kind) : IDisposable
    {
        private readonly long _start = metrics._timeProvider.GetTimestamp();
        private string? _error;

        public void Failed(string error) => _error = error;

        public void Dispose()
        {
            var seconds = metrics._timeProvider.GetElapsedTime(_start).TotalSeconds;
            var kindTag = KeyValuePair.Create<string, object?>("affluence.composition.kind", kind);
            if (_error is null)
            {
                metrics._compositionDuration.Record(seconds, kindTag);
            }
            else
            {
                metrics._compositionDuration.Record(seconds, kindTag, KeyValuePair.Create<string, object?>("error.type", _error));
            }
        }
    }
}

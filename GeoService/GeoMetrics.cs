using System.Diagnostics.Metrics;
using Affluence.CountryFiles;

namespace Affluence.Geo;

/// <summary>The instruments of this service. None is tagged with anything of an address.</summary>
internal sealed class GeoMetrics
{
    public const string MeterName = "Affluence.Geo";

    private const string Placement = "affluence.geo.placement";

    private readonly Counter<long> _addresses;
    private readonly Counter<long> _reloads;

    public GeoMetrics(IMeterFactory meterFactory, CurrentDataset current, TimeProvider timeProvider)
    {
        var meter = meterFactory.Create(MeterName);
        _addresses = meter.CreateCounter<long>("affluence.geo.addresses", "{address}", "Addresses looked up, by how they were placed.");
        _reloads = meter.CreateCounter<long>("affluence.geo.dataset.reloads", "{reload}", "Changed country files; those refused have error.type.");
        meter.CreateObservableGauge(
            "affluence.geo.dataset.age", () => Age(current.State, timeProvider.GetUtcNow()), "s", "Time since the country file was built.");
    }

    public void Located(LocationTally tally)
    {
        if (_addresses.Enabled)
        {
            Add(tally.Located, "located");
            Add(tally.NotInDataset, "not_in_dataset");
            Add(tally.Reserved, "reserved");
        }
    }

    public void Reloaded() => _reloads.Add(1);

    public void ReloadFailed() => _reloads.Add(1, KeyValuePair.Create<string, object?>("error.type", "unusable_file"));

    private void Add(int count, string placement)
    {
        if (count > 0)
        {
            _addresses.Add(count, KeyValuePair.Create<string, object?>(Placement, placement));
        }
    }

    private static IEnumerable<Measurement<double>> Age(DatasetState state, DateTimeOffset now)
    {
        if (state.Dataset.Description.BuildTime is { } built)
        {
            yield return new((now - built).TotalSeconds);
        }
    }
}

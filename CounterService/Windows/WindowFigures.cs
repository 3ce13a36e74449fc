namespace Affluence.Counter.Windows;

/// <summary>The figures of one window.</summary>
internal sealed record WindowFigures(
    TimeWindow Window,
    int IdentityEpoch,
    string StoreId,
    long Visitors,
    double StandardError,
    long TurnedAway,
    double TurnedAwayStandardError,
    IReadOnlyList<CountryFigures> Countries,
    IReadOnlyList<Heartbeat> Writers,
    long DroppedHits,
    long? Networks,
    double NetworksStandardError,
    long FoldedPageViews,
    int RetractedSources)
{
    public static WindowFigures Sum(TimeWindow window, int identityEpoch, WindowReading reading)
    {
        var visitors = new SketchError();
        var turnedAway = new SketchError();
        var networks = new SketchError();
        var countries = new CountryFigures?[CountryCode.Count];
        foreach (var shard in reading.Shards)
        {
            networks.Add(shard.Networks);
            if (!shard.HasVisitors)
            {
                continue;
            }

            Of(shard.Country).Add(shard);
            visitors.Add(shard.Served);
            if (shard.Refused > 0)
            {
                turnedAway.Add(shard.Union);
            }
        }

        foreach (var total in reading.Totals)
        {
            Of(total.Country).Add(total);
        }

        // Those of some writers alone would look like too few for the visitors of all.
        var tellNetworks = reading.Heartbeats.Count > 0 && reading.Heartbeats.All(heartbeat => heartbeat.TellsNetworks);
        return new WindowFigures(
            window,
            identityEpoch,
            reading.StoreId,
            reading.Shards.Sum(shard => shard.Served),
            visitors.Relative,
            reading.Shards.Sum(shard => shard.TurnedAway),
            turnedAway.Absolute,
            [.. countries.OfType<CountryFigures>().OrderBy(country => country.Country.ToString(), StringComparer.Ordinal)],
            [.. reading.Heartbeats
                .GroupBy(heartbeat => heartbeat.Writer, StringComparer.Ordinal)
                .Select(writer => writer.MaxBy(heartbeat => heartbeat.Bucket))
                .OrderBy(writer => writer.Writer, StringComparer.Ordinal)],
            reading.DroppedHits,
            tellNetworks ? reading.Shards.Sum(shard => shard.Networks) : null,
            tellNetworks ? networks.Relative : 0,
            reading.FoldedPageViews,
            reading.RetractedSources);

        CountryFigures Of(CountryCode country) => countries[country.Index] ??= new CountryFigures(country);
    }
}

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
    long DroppedHits)
{
    public static WindowFigures Sum(TimeWindow window, int identityEpoch, WindowReading reading)
    {
        var visitors = new SketchError();
        var turnedAway = new SketchError();
        var countries = new CountryFigures?[CountryCode.Count];
        foreach (var shard in reading.Shards)
        {
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
            reading.DroppedHits);

        CountryFigures Of(CountryCode country) => countries[country.Index] ??= new CountryFigures(country);
    }
}

using Affluence.Counter.V1;
using Google.Protobuf.WellKnownTypes;

namespace Affluence.CounterBench;

/// <summary>
/// Visitors who are all there for an hour and view a page each 100 s at random, so three times in five minutes: half from the US, 37 %
/// from Canada, 3 % from Australia, 1 % from the United Kingdom and the others from 200 more countries.
/// </summary>
internal sealed record Crowd(int Visitors, double RefusedShare = 0)
{
    private const double ViewsPerBucket = 0.1;
    private const int MaxVisitorsInRecord = 150_000;

    private static readonly string[] Others =
        [.. CountryCode.All.Where(country => !country.IsUnknown).Select(country => country.ToString()).Except(["US", "CA", "AU", "GB"]).Take(200)];

    private readonly Random _random = new(8_11_2016);

    /// <summary>One bucket, as two writers send it.</summary>
    public IEnumerable<RecordRequest> Records(DateTimeOffset bucket, uint epoch)
    {
        var views = (int)(Visitors * ViewsPerBucket);
        var parts = Math.Max(2, (views + MaxVisitorsInRecord - 1) / MaxVisitorsInRecord);
        for (var part = 0; part < parts; part++)
        {
            var record = new RecordRequest
            {
                WriterId = $"gateway-{part % 2}",
                BucketStart = Timestamp.FromDateTimeOffset(bucket),
                IdentityEpoch = epoch,
            };
            var countries = new Dictionary<string, CountryHits>(StringComparer.Ordinal);
            for (var view = 0; view < views / parts; view++)
            {
                Add(countries, _random.Next(Visitors));
            }

            record.Countries.AddRange(countries.Values);
            yield return record;
        }
    }

    private void Add(Dictionary<string, CountryHits> countries, int visitor)
    {
        var code = CountryOf(visitor);
        if (!countries.TryGetValue(code, out var hits))
        {
            countries.Add(code, hits = new CountryHits { CountryCode = code });
        }

        hits.Requests += 10;
        if (_random.NextDouble() < RefusedShare)
        {
            hits.RefusedVisitors.Add(Pseudonym(visitor));
        }
        else
        {
            hits.ServedVisitors.Add(Pseudonym(visitor));
            hits.ServedPageViews++;
        }
    }

    private static string CountryOf(int visitor) => (visitor % 100) switch
    {
        < 50 => "US",
        < 87 => "CA",
        < 90 => "AU",
        < 91 => "GB",
        _ => Others[visitor / 100 % Others.Length],
    };

    /// <summary>As without pattern as a keyed hash.</summary>
    private static ulong Pseudonym(int visitor)
    {
        var value = ((ulong)visitor + 1) * 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}

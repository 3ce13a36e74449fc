using Affluence.Admission.V1;
using Affluence.Report.Room;
using Google.Protobuf.WellKnownTypes;

namespace Affluence.ReportService.Tests.Fairness;

/// <summary>
/// A night at the waiting room as its gateway records it: 4,000 visitors of twelve countries in 40 minutes, each country with its own peak and patience, let in 60 a minute
/// in order of arrival, asking every 10 to 24 s; the figures are of minute 60, when some wait still.
/// </summary>
internal static class RoomNight
{
    public static readonly DateTimeOffset Start = new(2016, 11, 9, 4, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset End = Start.AddMinutes(60);

    private const int Visitors = 4_000;
    private const double Minutes = 40;
    private const double LetInPerMinute = 60;

    private static readonly (string Code, double Share, double Peak, double Patience)[] Countries =
    [
        ("US", 0.40, 12, 40), ("CA", 0.20, 20, 60), ("GB", 0.08, 28, 25), ("FR", 0.06, 33, 30), ("DE", 0.06, 30, 50), ("MX", 0.05, 10, 20),
        ("IN", 0.04, 36, 45), ("AU", 0.03, 5, 30), ("BR", 0.03, 15, 30), ("JP", 0.03, 38, 60), ("IT", 0.015, 25, 20), ("IS", 0.005, 20, 30),
    ];

    /// <param name="seed">The same night for the same seed.</param>
    /// <param name="slowed">The country that a rigged gateway makes wait longer; null: none.</param>
    /// <param name="factor">How much longer.</param>
    public static IReadOnlyList<ArrivalCohort> Record(int seed, string? slowed = null, double factor = 1)
    {
        var random = new Random(seed);
        var visitors = Enumerable.Range(0, Visitors).Select(_ => Arrive(random)).OrderBy(visitor => visitor.At).ToArray();
        var cohorts = new Dictionary<(string Code, int Minute), Tally>();
        foreach (var (index, visitor) in visitors.Index())
        {
            var key = (visitor.Code, (int)visitor.At);
            var tally = cohorts.TryGetValue(key, out var known) ? known : cohorts[key] = new Tally();
            var wait = Math.Max(0.2, (index / LetInPerMinute) - visitor.At) * (visitor.Code == slowed ? factor : 1);
            tally.Follow(visitor.At, wait, visitor.Patience, random);
        }

        return [.. cohorts.Select(cohort => new ArrivalCohort(Code(cohort.Key.Code), cohort.Value.At(Start.AddMinutes(cohort.Key.Minute))))];
    }

    /// <summary>As the counter tells it.</summary>
    public static ListArrivalsResponse Message(IReadOnlyList<ArrivalCohort> night) => new()
    {
        Minutes =
        {
            night.GroupBy(cohort => cohort.Arrivals.Start).OrderBy(minute => minute.Key).Select(minute => new ArrivalMinute
            {
                Start = minute.Key.ToTimestamp(),
                Countries =
                {
                    minute.Select(cohort => new CountryArrivals
                    {
                        CountryCode = cohort.Country.ToString(),
                        Joined = (ulong)cohort.Arrivals.Joined,
                        Waited = { Counts(cohort.Arrivals.Waited) },
                        LetIn = { Counts(cohort.Arrivals.LetIn) },
                    }),
                },
            }),
        },
    };

    private static IEnumerable<WaitCount> Counts(IReadOnlyDictionary<int, long> waits) =>
        waits.Select(wait => new WaitCount { Minutes = (uint)wait.Key, Tickets = (ulong)wait.Value });

    public static CountryCode Code(string text) => CountryCode.TryParse(text, out var code) ? code : throw new ArgumentException(text);

    private static (string Code, double At, double Patience) Arrive(Random random)
    {
        var which = random.NextDouble();
        var country = Countries.First(each => (which -= each.Share) < 0 || each == Countries[^1]);
        double at;
        do
        {
            // Half come around their country's peak, the others at any time.
            at = random.NextDouble() < 0.5 ? random.NextDouble() * Minutes : country.Peak + (6 * (random.NextDouble() + random.NextDouble() - 1));
        }
        while (at is < 0 or >= Minutes);
        return (country.Code, at, -Math.Log(1 - random.NextDouble()) * country.Patience);
    }

    private sealed class Tally
    {
        private readonly Dictionary<int, long> _waited = [];
        private readonly Dictionary<int, long> _letIn = [];
        private long _joined;

        public void Follow(double at, double wait, double patience, Random random)
        {
            _joined++;
            var counted = 0;
            for (var since = 0.0; ;)
            {
                since += (10 + (14 * random.NextDouble())) / 60;
                if (since >= patience || at + since >= (End - Start).TotalMinutes)
                {
                    return;
                }

                if (since >= wait)
                {
                    _letIn[(int)since] = _letIn.GetValueOrDefault((int)since) + 1;
                    return;
                }

                if ((int)since > counted)
                {
                    counted = (int)since;
                    _waited[counted] = _waited.GetValueOrDefault(counted) + 1;
                }
            }
        }

        public RoomArrivals At(DateTimeOffset start) => new(start, _joined, _waited, _letIn);
    }
}

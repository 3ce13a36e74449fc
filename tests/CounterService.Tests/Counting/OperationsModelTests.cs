using Affluence.Counter.Identity;
using Affluence.Counter.V1;
using Affluence.Testing.Stores;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Affluence.Counter.Tests.Counting;

/// <summary>
/// Whatever writers send, in whatever order and however often, around the rotation of identities: at every moment each window has exactly
/// what plain sets and maxima in memory have.
/// </summary>
/// <remarks>
/// Exactly, since so few visitors fall into registers of their own. A shard holds at most fifteen of this pool, and no two of them collide.
/// </remarks>
[Trait("Category", "Integration")]
public sealed class OperationsModelTests
{
    private const int Pool = 60;

    private static readonly string[] Countries = ["CA", "US", "ZZ"];
    private static readonly RefusalCause[] Causes = [RefusalCause.Shed, RefusalCause.Waiting];
    private static readonly AnswerSource[] Sources = [AnswerSource.Site, AnswerSource.Cache, AnswerSource.StaleCache];
    private static readonly int[] Lengths = [1, 5, 30];
    private static readonly IdentityCalendar Calendar = new(DateTimeZoneProviders.Tzdb["America/Toronto"], rotationHour: 4);

    public enum Operation
    {
        Record,
        RecordMore,
        RecordUnderBothIdentities,
        SayNothing,
        DropHits,
        FoldPageViews,
        RecordWithoutNetworks,
        HoldBack,
        DeliverWhatWasHeldBack,
        Repeat,
        Look,
    }

    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task AnyOperations_LeaveWhatThePlainModelHas(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        var days = 0;

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(25).WithEndSize(60),
            Prop.ForAll(ArbMap.Default.ArbFor<(Operation What, byte When, int Seed)[]>(), async Task<bool> (steps) =>
            {
                // Two days apart, so that no identity is shared with the run before.
                var run = new Run(host, Calendar.DayAt(Night.Eleven.AddDays(2 * days++)).End);
                foreach (var (what, when, seed) in steps)
                {
                    await run.DoAsync(what, when, new Random(seed));
                }

                await run.EndAsync();
                return true;
            }));
    }

    private sealed class Run(CounterHost host, DateTimeOffset rotation)
    {
        private const int BucketsAround = 48;

        private readonly Model _model = new();
        private readonly List<RecordRequest> _sent = [];
        private readonly Queue<RecordRequest> _heldBack = [];

        /// <summary>What each writer has told of each bucket, since totals are running ones.</summary>
        private readonly Dictionary<(string, Bucket), RecordRequest> _running = [];

        public async Task DoAsync(Operation what, byte when, Random random)
        {
            var bucket = Bucket.Of(rotation.AddSeconds(((when % (2 * BucketsAround)) - BucketsAround) * 10));
            switch (what)
            {
                case Operation.Record or Operation.RecordMore:
                    await SendAsync(More(bucket, random));
                    break;
                case Operation.RecordUnderBothIdentities:
                    var record = More(bucket, random);
                    foreach (var day in Calendar.ValidAt(bucket.Start))
                    {
                        await SendAsync(Renamed(record, day.Epoch));
                    }

                    break;
                case Operation.SayNothing:
                    await SendAsync(Nothing(bucket, random));
                    break;
                case Operation.DropHits:
                    var drop = Nothing(bucket, random);
                    drop.DroppedHits = (ulong)random.Next(1, 50);
                    await SendAsync(drop);
                    break;
                case Operation.FoldPageViews:
                    var fold = Nothing(bucket, random);
                    fold.FoldedPageViews = (ulong)random.Next(1, 50);
                    await SendAsync(fold);
                    break;
                case Operation.RecordWithoutNetworks:
                    // By a writer of its own: one process tells networks or does not.
                    var older = More(bucket, random).By("old-gateway");
                    older.TellsNetworks = false;
                    older.Networks.Clear();
                    await SendAsync(older);
                    break;
                case Operation.HoldBack:
                    _heldBack.Enqueue(More(bucket, random));
                    break;
                case Operation.DeliverWhatWasHeldBack when _heldBack.TryDequeue(out var late):
                    await SendAsync(late);
                    break;
                case Operation.Repeat when _sent.Count > 0:
                    await SendAsync(_sent[random.Next(_sent.Count)]);
                    break;
                case Operation.Look:
                    await LookAsync(Lengths[random.Next(Lengths.Length)], bucket);
                    break;
                default:
                    break;
            }
        }

        public async Task EndAsync()
        {
            while (_heldBack.TryDequeue(out var late))
            {
                await SendAsync(late);
            }

            foreach (var minutes in new[] { -7, -4, 0, 1, 4, 8 })
            {
                await LookAsync(5, Bucket.Of(rotation.AddMinutes(minutes)));
                await LookAsync(30, Bucket.Of(rotation.AddMinutes(minutes)));
            }

            var touched = await host.Counter.ListTouchedMinutesAsync(
                new ListTouchedMinutesRequest(), cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(
                _sent.Select(record => Bucket.Of(record.BucketStart.ToDateTimeOffset()).Minute).Distinct().Order(),
                touched.Minutes.Select(minute => Bucket.Of(minute.Start.ToDateTimeOffset()).Minute)
                    .Where(minute => Math.Abs(minute - Bucket.Of(rotation).Minute) < 60));
        }

        private static string WriterOf(Random random) => $"gateway-{random.Next(1, 3)}";

        private static RecordRequest Nothing(Bucket bucket, Random random)
        {
            var nothing = Night.Record(bucket.Start).By(WriterOf(random)).Under((uint)EpochOf(bucket, random));
            nothing.TellsNetworks = true;
            return nothing;
        }

        private static int EpochOf(Bucket bucket, Random random)
        {
            var valid = Calendar.ValidAt(bucket.Start);
            return valid[random.Next(valid.Count)].Epoch;
        }

        /// <summary>One under another identity has other pseudonyms.</summary>
        private static IEnumerable<ulong> Visitors(int epoch, IEnumerable<int> numbers) =>
            numbers.SelectMany(number => Night.Visitors(((epoch & 1) * Pool) + number, 1));

        /// <summary>The same visitors in the same places of the pool of the other identity, with the same totals.</summary>
        private static RecordRequest Renamed(RecordRequest record, int epoch)
        {
            var names = Visitors((int)record.IdentityEpoch, Enumerable.Range(0, Pool))
                .Zip(Visitors(epoch, Enumerable.Range(0, Pool))).ToDictionary(pair => pair.First, pair => pair.Second);
            var renamed = record.Clone().Under((uint)epoch);
            foreach (var visitors in renamed.Countries.SelectMany(country =>
                country.RefusedPageViews.Select(refused => refused.Visitors).Append(country.ServedVisitors).Append(country.RefusedVisitors)).Append(renamed.Networks))
            {
                for (var index = 0; index < visitors.Count; index++)
                {
                    visitors[index] = names[visitors[index]];
                }
            }

            return renamed;
        }

        /// <summary>A message of a bucket: totals no smaller than the ones before, and some visitors, new ones or not.</summary>
        private RecordRequest More(Bucket bucket, Random random)
        {
            var writer = WriterOf(random);
            var epoch = EpochOf(bucket, random);
            if (!_running.TryGetValue((writer, bucket), out var before))
            {
                before = Night.Record(bucket.Start).By(writer);
            }

            var record = before.Clone().Under((uint)epoch);
            record.TellsNetworks = true;
            record.Networks.Clear();
            record.Networks.AddRange(Visitors(epoch, Some(random)));
            foreach (var code in Countries.Where(_ => random.Next(2) == 0))
            {
                if (record.Countries.FirstOrDefault(country => country.CountryCode == code) is null)
                {
                    record.Countries.Add(new CountryHits { CountryCode = code });
                }
            }

            foreach (var hits in record.Countries)
            {
                hits.ServedVisitors.Clear();
                hits.ServedVisitors.AddRange(Visitors(epoch, Some(random)));
                hits.RefusedVisitors.Clear();
                hits.RefusedVisitors.AddRange(Visitors(epoch, Some(random)));
                foreach (var source in Sources.Where(_ => random.Next(2) == 0))
                {
                    var served = hits.ServedBySource.FirstOrDefault(served => served.Source == source);
                    if (served is null)
                    {
                        hits.ServedBySource.Add(served = new SourceCount { Source = source });
                    }

                    var more = (ulong)random.Next(1, 9);
                    served.Count += more;
                    hits.ServedPageViews += more;
                }

                hits.ServedPageViews += (ulong)random.Next(2);
                hits.BotRequests += (ulong)random.Next(9);
                hits.PageViews += (ulong)random.Next(9);
                hits.Requests += (ulong)random.Next(30);
                foreach (var cause in Causes.Where(_ => random.Next(2) == 0))
                {
                    var refused = hits.RefusedPageViews.FirstOrDefault(refused => refused.Cause == cause);
                    if (refused is null)
                    {
                        hits.RefusedPageViews.Add(refused = new CauseCount { Cause = cause });
                    }

                    refused.Count += (ulong)random.Next(1, 9);
                    refused.Visitors.Clear();
                    refused.Visitors.AddRange(Visitors(epoch, Some(random)));
                }
            }

            _running[(writer, bucket)] = record.Clone();
            return record;
        }

        private static int[] Some(Random random) => [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(Pool))];

        private async Task SendAsync(RecordRequest record)
        {
            await host.RecordAsync(record);
            _sent.Add(record);
            _model.Add(record);
        }

        private async Task LookAsync(int minutes, Bucket end)
        {
            // The longest window is asked for by whole minutes.
            var after = minutes == 30 ? Bucket.FromNumber(end.Minute * Bucket.PerMinute) : end;
            var epoch = (uint)Calendar.DayAt(after.Start.AddMinutes(-minutes)).Epoch;
            var expected = _model.Count(Bucket.Of(after.Start.AddMinutes(-minutes)), after, epoch);

            var actual = await host.GetWindowAsync(Night.Window(after.Start, minutes));

            Assert.Equal(epoch, actual.IdentityEpoch);
            Assert.Equal(expected.Countries, actual.Countries.Select(Figures.Of));
            Assert.Equal((expected.Visitors, expected.TurnedAway), (actual.Visitors, actual.TurnedAway));
            Assert.Equal((expected.DroppedHits, expected.FoldedPageViews), (actual.DroppedHits, actual.FoldedPageViews));
            Assert.Equal(expected.Networks, actual.HasNetworks ? actual.Networks : null);
            Assert.Equal(expected.Writers, actual.Writers.Select(writer => (writer.WriterId, Bucket.Of(writer.NewestBucket.ToDateTimeOffset()))));
        }
    }

    /// <summary>Sets of visitors and the largest total that each writer told.</summary>
    private sealed class Model
    {
        private readonly HashSet<(Bucket Bucket, uint Epoch, string Country, RefusalCause? Cause, ulong Visitor)> _visitors = [];
        private readonly Dictionary<(Bucket Bucket, string Writer, string Country, string Measure), ulong> _totals = [];
        private readonly HashSet<(Bucket Bucket, uint Epoch, ulong Network)> _networks = [];
        private readonly HashSet<(Bucket Bucket, string Writer)> _heartbeats = [];
        private readonly HashSet<(Bucket Bucket, string Writer)> _tellNetworks = [];
        private readonly Dictionary<(Bucket Bucket, string Writer), ulong> _drops = [];
        private readonly Dictionary<(Bucket Bucket, string Writer), ulong> _folds = [];

        public void Add(RecordRequest record)
        {
            var bucket = Bucket.Of(record.BucketStart.ToDateTimeOffset());
            var heartbeat = (bucket, record.WriterId);
            _heartbeats.Add(heartbeat);
            _drops[heartbeat] = Math.Max(_drops.GetValueOrDefault(heartbeat), record.DroppedHits);
            _folds[heartbeat] = Math.Max(_folds.GetValueOrDefault(heartbeat), record.FoldedPageViews);
            _networks.UnionWith(record.Networks.Select(network => (bucket, record.IdentityEpoch, network)));
            if (record.TellsNetworks)
            {
                _tellNetworks.Add(heartbeat);
            }

            foreach (var hits in record.Countries)
            {
                AddVisitors(null, hits.ServedVisitors);
                AddVisitors(RefusalCause.Unspecified, hits.RefusedVisitors);
                AddTotal("served", hits.ServedPageViews);
                AddTotal("bots", hits.BotRequests);
                AddTotal("page views", hits.PageViews);
                AddTotal("requests", hits.Requests);
                foreach (var refused in hits.RefusedPageViews)
                {
                    AddVisitors(refused.Cause, refused.Visitors);
                    AddTotal($"{refused.Cause}", refused.Count);
                }

                foreach (var served in hits.ServedBySource)
                {
                    AddTotal($"{served.Source}", served.Count);
                }

                void AddVisitors(RefusalCause? cause, IEnumerable<ulong> visitors) =>
                    _visitors.UnionWith(visitors.Select(visitor => (bucket, record.IdentityEpoch, hits.CountryCode, cause, visitor)));

                void AddTotal(string measure, ulong value)
                {
                    var key = (bucket, record.WriterId, hits.CountryCode, measure);
                    _totals[key] = Math.Max(_totals.GetValueOrDefault(key), value);
                }
            }
        }

        public Expected Count(Bucket first, Bucket after, uint epoch)
        {
            var countries = Countries.Select(CountCountry).OfType<Figures>().ToList();
            var heartbeats = _heartbeats.Where(heartbeat => Contains(heartbeat.Bucket)).ToList();
            return new Expected(
                countries,
                countries.Aggregate(0ul, (sum, country) => sum + country.Visitors),
                countries.Aggregate(0ul, (sum, country) => sum + country.TurnedAway),
                Sum(_drops),
                Sum(_folds),
                heartbeats.Count > 0 && heartbeats.All(_tellNetworks.Contains)
                    ? (ulong)_networks.Where(network => Contains(network.Bucket) && network.Epoch == epoch).Select(network => network.Network).Distinct().Count()
                    : null,
                [.. heartbeats.GroupBy(heartbeat => heartbeat.Writer)
                    .Select(writer => (writer.Key, writer.Max(heartbeat => heartbeat.Bucket))).OrderBy(writer => writer.Key, StringComparer.Ordinal)]);

            ulong Sum(Dictionary<(Bucket Bucket, string Writer), ulong> totals) =>
                totals.Where(total => Contains(total.Key.Bucket)).Aggregate(0ul, (sum, total) => sum + total.Value);

            bool Contains(Bucket bucket) => bucket >= first && bucket < after;

            Figures? CountCountry(string country)
            {
                var totals = _totals.Where(total => Contains(total.Key.Bucket) && total.Key.Country == country && total.Value > 0).ToList();
                var visitors = _visitors.Where(visitor => Contains(visitor.Bucket) && visitor.Epoch == epoch && visitor.Country == country).ToList();
                if (totals.Count == 0 && visitors.Count == 0)
                {
                    return null;
                }

                var served = visitors.Where(visitor => visitor.Cause is null).Select(visitor => visitor.Visitor).ToHashSet();
                var refused = visitors.Where(visitor => visitor.Cause is not null).Select(visitor => visitor.Visitor).ToHashSet();
                return new Figures(
                    country, (ulong)served.Count, (ulong)refused.Count, (ulong)refused.Except(served).Count(),
                    Total("served"), Total("bots"), Total("page views"), Total("requests"),
                    string.Join(' ', Causes.Where(cause => Total($"{cause}") > 0).Select(cause => $"{cause} {Total($"{cause}")}")),
                    string.Join(' ', Causes.Select(Met).OfType<string>()),
                    string.Join(' ', Sources.Where(source => Total($"{source}") > 0).Select(source => $"{source} {Total($"{source}")}")));

                ulong Total(string measure) => totals.Where(total => total.Key.Measure == measure).Aggregate(0ul, (sum, total) => sum + total.Value);

                string? Met(RefusalCause cause)
                {
                    var met = visitors.Where(visitor => visitor.Cause == cause).Select(visitor => visitor.Visitor).ToHashSet();
                    return met.Count == 0 ? null : $"{cause} {met.Count} {met.Except(served).Count()}";
                }
            }
        }
    }

    private sealed record Expected(
        IReadOnlyList<Figures> Countries,
        ulong Visitors,
        ulong TurnedAway,
        ulong DroppedHits,
        ulong FoldedPageViews,
        ulong? Networks,
        IReadOnlyList<(string, Bucket)> Writers);

    private sealed record Figures(
        string Country, ulong Visitors, ulong Refused, ulong TurnedAway, ulong Served, ulong Bots, ulong PageViews, ulong Requests, string Refusals, string Met,
        string Sources)
    {
        public static Figures Of(CountryFigures country) => new(
            country.CountryCode, country.Visitors, country.RefusedVisitors, country.TurnedAway,
            country.ServedPageViews, country.BotRequests, country.PageViews, country.Requests,
            string.Join(' ', country.RefusedPageViews.Select(refused => $"{refused.Cause} {refused.Count}")),
            string.Join(' ', country.RefusedVisitorsByCause.Select(cause => $"{cause.Cause} {cause.RefusedVisitors} {cause.TurnedAway}")),
            string.Join(' ', country.ServedBySource.Select(served => $"{served.Source} {served.Count}")));
    }
}

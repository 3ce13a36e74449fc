using Affluence.Gateway.Capture;
using Affluence.Gateway.Tests.Fakes;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.Gateway.Tests.Delivery;

/// <summary>Whatever happens to gateway, counter and store, and in whatever order: in the end the counter has what was seen.</summary>
public sealed class OutboxModelTests
{
    private static readonly CountryCode[] Countries = [CountryCode.Unknown, CountryCode.Parse("CA"), CountryCode.Parse("US")];

    public enum Happening
    {
        Flush,
        FlushAgain,
        Send,
        SendInVain,
        SendAndLoseTheAnswer,
        Kill,
        Restart,
        LoseTheStore,
        NextBucket,
    }

    [Fact]
    public void AnySequence_EndsWithEveryHitCountedOnce() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(Happening What, byte Seed)[]>(), steps =>
        {
            using var run = new Run(maxBytes: 1L << 30);
            run.Play(steps);
            run.Drain();
            return run.Store.Visitors.SetEquals(run.SeenVisitors)
                && run.Store.Requests.OrderBy(total => total.Key).SequenceEqual(run.SeenRequests.OrderBy(total => total.Key))
                && run.Store.DroppedHits.Count == 0
                && run.Bench.Balance is { Pending: 0, Unaccounted: 0 };
        }).Check(Config.QuickThrowOnFailure.WithEndSize(60).WithMaxTest(200));

    /// <summary>With next to no room, what was given up is missing bucket by bucket, exactly, and nothing else is.</summary>
    [Fact]
    public void AnySequence_WithNoRoom_EndsWithEveryHitCountedOrToldAsDropped() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(Happening What, byte Seed)[]>(), steps =>
        {
            using var run = new Run(maxBytes: 1_500);
            // Given up in doubt is given up: when the counter may have had it (a lost answer, or a kill before the answer was written
            // down), or had it before the store forgot, the counts may overlap or fall short.
            run.Play(steps
                .Where(step => step.What is not (Happening.LoseTheStore or Happening.SendAndLoseTheAnswer))
                .Select(step => step.What == Happening.Kill ? (Happening.Restart, step.Seed) : step));
            run.Drain();
            var told = run.Store.Requests.Keys.Union(run.Store.DroppedHits.Keys)
                .ToDictionary(bucket => bucket, bucket => run.Store.Requests.GetValueOrDefault(bucket) + run.Store.DroppedHits.GetValueOrDefault(bucket));
            return told.OrderBy(total => total.Key).SequenceEqual(run.SeenRequests.OrderBy(total => total.Key))
                && run.Store.Visitors.IsSubsetOf(run.SeenVisitors)
                && run.Bench.Balance is { Pending: 0, Unaccounted: 0 };
        }).Check(Config.QuickThrowOnFailure.WithEndSize(60).WithMaxTest(200));

    private sealed class Run(long maxBytes) : IDisposable
    {
        private readonly TemporaryDirectory _directory = TemporaryDirectory.Fast();
        private readonly FakeTimeProvider _time = new(SpoolBench.Start);
        private readonly Dictionary<Bucket, BucketTally> _tallies = [];
        private readonly VisitorHasher _hasher = new("site");
        private SpoolBench? _bench;
        private int _processes;
        private int _stores;

        public FakeStore Store { get; } = new("store 0");

        public HashSet<(Bucket, CountryCode, HitOutcome, ulong)> SeenVisitors { get; } = [];

        public Dictionary<Bucket, long> SeenRequests { get; } = [];

        public SpoolBench Bench => _bench ??= new SpoolBench(_directory.Path, _time, options => options.MaxBytes = maxBytes);

        private Bucket Now => Bucket.Of(_time.GetUtcNow());

        public void Play(IEnumerable<(Happening What, byte Seed)> steps)
        {
            foreach (var (step, seed) in steps)
            {
                _time.Advance(TimeSpan.FromMilliseconds(200));
                Do(step, seed);
            }
        }

        public void Drain()
        {
            // A gateway that has nothing to say says so every 10 s, and so learns that the store forgot.
            Bench.Flush(SpoolBench.BatchOf(-1, visitors: 0));
            do
            {
                Bench.Flush();
            }
            while (Store.TakeAll(Bench) > 0);
        }

        public void Dispose()
        {
            _bench?.Dispose();
            _directory.Dispose();
        }

        private void Do(Happening step, byte seed)
        {
            switch (step)
            {
                case Happening.Flush or Happening.FlushAgain:
                    Flush(seed);
                    break;
                case Happening.Send:
                    Store.TakeOne(Bench);
                    break;
                case Happening.SendInVain when Bench.Outbox.TryTake() is { } taken:
                    Bench.Outbox.Return(taken);
                    break;
                case Happening.SendAndLoseTheAnswer when Bench.Outbox.TryTake() is { } taken:
                    Store.Write(taken.Batch, _time.GetUtcNow());
                    Bench.Outbox.Return(taken);
                    break;
                case Happening.Kill:
                    Bench.Kill();
                    EndProcess();
                    break;
                case Happening.Restart:
                    Bench.Outbox.Close();
                    EndProcess();
                    break;
                case Happening.LoseTheStore:
                    // Less than what is kept for the purpose.
                    Store.LoseFrom(_time.GetUtcNow() - TimeSpan.FromSeconds(seed % 100), $"store {++_stores}");
                    break;
                case Happening.NextBucket:
                    _time.Advance(Bucket.Length);
                    break;
                default:
                    break;
            }
        }

        private void Flush(byte seed)
        {
            if (!_tallies.TryGetValue(Now, out var tally))
            {
                VisitorIdentity[] identities = [new(1, new byte[32], SpoolBench.Start.AddDays(-1), SpoolBench.Start.AddDays(1))];
                _tallies.Add(Now, tally = new BucketTally($"process-{_processes}", Now, identities, _hasher));
            }

            for (var index = 0; index <= seed % 5; index++)
            {
                var visitor = (byte)(seed + (index * 7));
                var hit = new Hit(Now, HitKind.PageView, (HitOutcome)(visitor % 7), NetworkAddress.FromIPv4(visitor), string.Empty, default);
                var country = Countries[visitor % Countries.Length];
                tally.Add(hit, country, default);
                SeenVisitors.Add((Now, country, hit.Outcome, _hasher.Hash(new byte[32], NetworkAddress.FromIPv4(visitor), string.Empty)));
                SeenRequests[Now] = SeenRequests.GetValueOrDefault(Now) + 1;
            }

            Bench.Flush([.. tally.TakeBatches()]);
        }

        /// <summary>Running totals begin again at zero, under another name.</summary>
        private void EndProcess()
        {
            Assert.Equal(0, Bench.Balance.Unaccounted);
            Assert.Equal(0, Bench.Balance.Stages[HitStage.Held]);
            _bench!.Dispose();
            _bench = null;
            _processes++;
            _tallies.Clear();
        }
    }
}

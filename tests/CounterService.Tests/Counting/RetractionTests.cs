using Affluence.Counter.Tests.Store;
using Affluence.Counter.V1;
using Affluence.Testing.Stores;
using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;

namespace Affluence.Counter.Tests.Counting;

/// <summary>What a source recorded can be retracted, as if it had never been.</summary>
public sealed class RetractionTests
{
    private static readonly string[] Sources = ["", "a", "b", "c"];

    /// <summary>
    /// Whatever is recorded and retracted, in whatever order and however often: the figures are those of a counter that was never given what
    /// is retracted. Writers record the same under several sources, beside each other and beside a gateway.
    /// </summary>
    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task Sources_RecordedAndRetractedInAnyOrder_LeaveWhatIsNotRetracted(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        var days = 0;

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(12),
            Prop.ForAll(ArbMap.Default.ArbFor<int>(), async Task<bool> (int seed) =>
            {
                var random = new Random(seed);
                var (whole, rest) = (days++, days++);
                var records = Enumerable.Range(0, 40).Select(_ => Record(random)).ToList();
                var retracted = Sources.Where(source => source.Length > 0 && random.Next(2) == 0).ToHashSet();

                // Some records come after what they belong to is retracted, and are refused.
                var early = records.Count * 2 / 3;
                foreach (var record in records[..early])
                {
                    await host.RecordAsync(On(whole, record, whole));
                }

                var held = records[..early].Select(record => record.Source).ToHashSet();
                foreach (var source in retracted.Where(held.Contains).SelectMany(source => Enumerable.Repeat(source, random.Next(1, 3))).OrderBy(_ => random.Next()))
                {
                    await RetractAsync(host, Name(source, whole));
                }

                foreach (var record in records[early..])
                {
                    var refusal = await Xunit.Record.ExceptionAsync(() => host.RecordAsync(On(whole, record, whole)));
                    Assert.Equal(
                        retracted.Contains(record.Source) && held.Contains(record.Source) ? StatusCode.FailedPrecondition : null,
                        (refusal as RpcException)?.StatusCode);
                }

                foreach (var source in retracted.Where(source => !held.Contains(source) && records.Exists(record => record.Source == source)))
                {
                    await RetractAsync(host, Name(source, whole));
                }

                foreach (var record in records.Where(record => !retracted.Contains(record.Source)))
                {
                    await host.RecordAsync(On(rest, record, rest));
                }

                foreach (var (minutes, seconds) in new[] { (5, 0), (5, 20), (1, 0), (1, -60), (30, 0) })
                {
                    var expected = await host.GetWindowAsync(Night.Window(Night.Eleven.AddDays(rest).AddSeconds(seconds), minutes));
                    var actual = await host.GetWindowAsync(Night.Window(Night.Eleven.AddDays(whole).AddSeconds(seconds), minutes));
                    Assert.Equal(WithoutDay(expected, rest), WithoutDay(actual, whole));
                }

                return true;
            }));
    }

    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task Retract_MinuteOfASourceAlone_IsAsIfNobodyHadRecorded(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        await host.RecordAsync(From("import", Night.Record(Night.Eleven.AddSeconds(-10), Night.Served("CA", 1, 2, 3))));
        var before = await host.Counter.ListTouchedMinutesAsync(new ListTouchedMinutesRequest(), cancellationToken: TestContext.Current.CancellationToken);

        var response = await RetractAsync(host, "import");

        var window = await host.GetWindowAsync(Night.Window(Night.Eleven));
        Assert.Empty(window.Writers);
        Assert.Empty(window.Countries);
        Assert.Equal((0ul, 1u), (window.Visitors, window.RetractedSources));
        var minute = Night.Eleven.AddMinutes(-1).ToTimestamp();
        Assert.Equal((1u, minute, minute), (response.Minutes, response.FirstMinute, response.LastMinute));
        Assert.Empty(response.UncountableWindows);

        // Whoever counted it learns that it is to be counted again.
        var after = await host.Counter.ListTouchedMinutesAsync(new ListTouchedMinutesRequest(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(Assert.Single(after.Minutes).LastWrite > Assert.Single(before.Minutes).LastWrite);
    }

    [Theory, MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task Retract_SameAgainUnderAnotherSource_CountsIt(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        var record = Night.Record(Night.Eleven.AddSeconds(-10), Night.Served("CA", 1, 2, 3));
        await host.RecordAsync(From("first", record));
        var once = await host.GetWindowAsync(Night.Window(Night.Eleven));

        await host.RecordAsync(From("second", record));
        Assert.Equal(once, await host.GetWindowAsync(Night.Window(Night.Eleven)));
        await RetractAsync(host, "first");
        once.RetractedSources = 1;
        Assert.Equal(once, await host.GetWindowAsync(Night.Window(Night.Eleven)));
    }

    /// <summary>A gateway's records name what they always did, key by key, whatever is imported beside it.</summary>
    [Fact]
    public async Task RecordWithoutSource_KeysAndMembers_AreWhatTheyWere()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        await using var raw = await RawStore.ConnectAsync(store);

        await host.RecordAsync(Night.Record(Night.Eleven.AddSeconds(-10), Night.Served("CA", 1)));

        var keys = await raw.KeysAsync();
        var minute = Bucket.Of(Night.Eleven).Minute - 1;
        Assert.Equal(
            new[]
            {
                $"a1:{{CA:0}}:s:17113:b:{(minute * 6) + 5}", $"a1:{{CA:0}}:s:17113:m:{minute}", $"a1:{{h{minute / 60}}}:written", $"a1:{{m{minute}}}:index",
                $"a1:{{m{minute}}}:index:5", $"a1:{{m{minute}}}:lease", $"a1:{{m{minute}}}:lease:5", $"a1:{{m{minute}}}:totals", "a1:{touched}:minutes",
            }.Order(StringComparer.Ordinal),
            keys.Where(key => !key.Contains("{store}", StringComparison.Ordinal) && !key.Contains("{probe}", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task Retract_MinuteNoLongerHeld_IsRefusedAndNothingIsTakenBack(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        await using var raw = await RawStore.ConnectAsync(store);
        var (early, late) = (Night.Eleven.AddMinutes(-60), Night.Eleven.AddSeconds(-10));
        await host.RecordAsync(From("import", Night.Record(early, Night.Served("CA", 1, 2))));
        await host.RecordAsync(From("import", Night.Record(late, Night.Served("CA", 3))));
        await raw.DeleteAsync($"a1:{{m{Bucket.Of(early).Minute}}}*");

        var refusal = await Assert.ThrowsAsync<RpcException>(() => RetractAsync(host, "import"));

        Assert.Equal(StatusCode.FailedPrecondition, refusal.StatusCode);
        Assert.StartsWith("source: 1 of its minutes, from 2016-11-09T03:00:00Z on, are no longer held, so it can't be retracted any more", refusal.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(1ul, (await host.GetWindowAsync(Night.Window(Night.Eleven))).Visitors);
        await host.RecordAsync(From("import", Night.Record(late, Night.Served("CA", 3))));
    }

    /// <summary>A minute that is about to expire could not be counted again.</summary>
    [Theory]
    [InlineData(4, false)]
    [InlineData(6, true)]
    public async Task Retract_MinuteThatExpiresSoon_IsRefused(int minutesLeft, bool taken)
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        await using var raw = await RawStore.ConnectAsync(store);
        await host.RecordAsync(From("import", Night.Record(Night.Eleven.AddSeconds(-10), Night.Served("CA", 1))));
        await raw.Database.KeyExpireAsync($"a1:{{m{Bucket.Of(Night.Eleven).Minute - 1}}}:index", TimeSpan.FromMinutes(minutesLeft));

        var refusal = await Xunit.Record.ExceptionAsync(() => RetractAsync(host, "import"));

        Assert.Equal(taken, refusal is null);
        Assert.Equal(taken ? 0ul : 1ul, (await host.GetWindowAsync(Night.Window(Night.Eleven))).Visitors);
    }

    [Fact]
    public async Task Retract_NeighbourNoLongerHeld_TellsWhichWindowsStand()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        await using var raw = await RawStore.ConnectAsync(store);
        await host.RecordAsync(Night.Record(Night.Eleven.AddMinutes(-3), Night.Served("CA", 1)));
        await host.RecordAsync(From("import", Night.Record(Night.Eleven.AddMinutes(-1), Night.Served("CA", 2))));
        await raw.DeleteAsync($"a1:{{m{Bucket.Of(Night.Eleven).Minute - 3}}}*");

        var response = await RetractAsync(host, "import");

        Assert.Equal(
            [Night.Eleven.ToTimestamp(), Night.Eleven.AddMinutes(1).ToTimestamp(), Night.Eleven.AddMinutes(2).ToTimestamp()],
            response.UncountableWindows);
        Assert.Equal(0ul, (await host.GetWindowAsync(Night.Window(Night.Eleven.AddMinutes(3)))).Visitors);
    }

    /// <summary>The call broke off after it had said what is retracted and before it had marked a minute.</summary>
    [Theory, MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task Retract_BrokenOffHalfWay_RefusesRecordsAndGoesOn(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        await using var raw = await RawStore.ConnectAsync(store);
        var record = From("import", Night.Record(Night.Eleven.AddSeconds(-10), Night.Served("CA", 1)));
        await host.RecordAsync(record);
        await raw.Database.StringSetAsync("a1:{source:import}:retracted", 1);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.RecordAsync(record));
        Assert.Equal(
            (StatusCode.FailedPrecondition, "source: this source was retracted; record under another"),
            (refusal.StatusCode, refusal.Status.Detail));
        await RetractAsync(host, "import");
        await RetractAsync(host, "import");

        Assert.Equal(0ul, (await host.GetWindowAsync(Night.Window(Night.Eleven))).Visitors);
    }

    /// <summary>Records and retractions at one time, again and again: in the end nothing of it counts, whoever came first.</summary>
    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task Retract_WhileItsRecordsCome_LeavesNothing(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);
        for (var round = 0; round < 10; round++)
        {
            var source = $"import-{round}";
            var at = Night.Eleven.AddHours(-1).AddMinutes(-round);
            await host.RecordAsync(From(source, Night.Record(at, Night.Served("CA", 1))));
            await Task.WhenAll(
                [
                    .. Enumerable.Range(0, 12).Select(async bucket =>
                    {
                        var refusal = await Xunit.Record.ExceptionAsync(() => host.RecordAsync(
                            From(source, Night.Record(at.AddSeconds(10 * (bucket % 6)), Night.Served("CA", Night.Visitors(bucket, 3)))).By($"log-{bucket}")));
                        Assert.True(refusal is null or RpcException { StatusCode: StatusCode.FailedPrecondition }, refusal?.ToString());
                    }),
                    RetractAsync(host, source),
                ]);

            var window = await host.GetWindowAsync(Night.Window(at.AddMinutes(1), 1));
            Assert.Equal((0ul, 0), (window.Visitors, window.Writers.Count));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a@b")]
    public async Task Retract_NoSource_IsRefused(string source)
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(store.ConnectionString);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => RetractAsync(host, source));
        Assert.Equal((StatusCode.InvalidArgument, "source: must be 1 to 64 characters of [A-Za-z0-9._-]"), (refusal.StatusCode, refusal.Status.Detail));
        var unknown = await Assert.ThrowsAsync<RpcException>(() => RetractAsync(host, "never"));
        Assert.Equal(StatusCode.FailedPrecondition, unknown.StatusCode);
        Assert.StartsWith("source: nothing of it is held: it was never recorded, or is expired", unknown.Status.Detail, StringComparison.Ordinal);
    }

    private static async Task<RetractSourceResponse> RetractAsync(CounterHost host, string source) =>
        await host.Counter.RetractSourceAsync(new RetractSourceRequest { Source = source }, cancellationToken: TestContext.Current.CancellationToken);

    private static RecordRequest From(string source, RecordRequest record)
    {
        var sourced = record.Clone();
        sourced.Source = source;
        return sourced;
    }

    private static RecordRequest Record(Random random)
    {
        var hits = Night.Served(random.Next(2) == 0 ? "CA" : "FR", Night.Visitors(random.Next(30), random.Next(40)));
        hits.RefusedPageViews.Add(new CauseCount { Cause = RefusalCause.Shed, Count = (ulong)random.Next(9), Visitors = { Night.Visitors(random.Next(60), random.Next(9)) } });
        hits.BotRequests = (ulong)random.Next(5);
        var record = Night.Record(Night.Eleven.AddSeconds(-10 * random.Next(0, 40)), hits).By($"writer-{random.Next(3)}");
        (record.DroppedHits, record.FoldedPageViews) = ((ulong)random.Next(3), (ulong)random.Next(3));
        record.TellsNetworks = true;
        record.Networks.AddRange(Night.Visitors(random.Next(20), random.Next(5)));
        return From(Sources[random.Next(Sources.Length)], record);
    }

    /// <summary>A day of its own for each system, and sources of its own.</summary>
    private static RecordRequest On(int day, RecordRequest record, int system)
    {
        var moved = record.Clone();
        moved.BucketStart = record.BucketStart.ToDateTimeOffset().AddDays(day).ToTimestamp();
        moved.IdentityEpoch += (uint)day;
        moved.Source = record.Source.Length == 0 ? "" : Name(record.Source, system);
        return moved;
    }

    private static string Name(string source, int system) => $"{source}-{system}";

    private static GetWindowResponse WithoutDay(GetWindowResponse window, int day)
    {
        var moved = window.Clone();
        moved.End = window.End.ToDateTimeOffset().AddDays(-day).ToTimestamp();
        moved.IdentityEpoch -= (uint)day;
        moved.RetractedSources = 0;
        foreach (var writer in moved.Writers)
        {
            writer.NewestBucket = writer.NewestBucket.ToDateTimeOffset().AddDays(-day).ToTimestamp();
        }

        return moved;
    }
}

using System.Diagnostics;
using Affluence.Gateway.Tests.Fakes;
using Grpc.Core;

namespace Affluence.Gateway.Tests.Delivery;

/// <summary>What happens to hits when the services behind are away; pages are served all the while.</summary>
[Trait("Category", "Integration")]
public sealed class DeliveryTests
{
    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.ResourceExhausted)]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.Unauthenticated)]
    public async Task CounterAway_HitsWaitAndArriveOnReturn(StatusCode answer)
    {
        await using var gateway = await TestGateway.StartAsync(test => test.Counter.Answer = answer);

        for (var visit = 0; visit < 20; visit++)
        {
            var response = await gateway.VisitAsync(userAgent: $"browser {visit}");
            Assert.True(response.IsSuccessStatusCode);
        }

        await Eventually.TrueAsync(() => gateway.Counter.Refused > 2, () => "nothing was sent");
        var waiting = await gateway.AccountAsync();
        Assert.Equal(20, waiting.Pending);
        Assert.Equal(waiting.Seen, waiting.Acknowledged + waiting.Pending + waiting.Dropped.Values.Sum());

        gateway.Counter.Answer = StatusCode.OK;
        var account = await gateway.SettledAsync(20);
        Assert.Equal(20, account.Acknowledged);
        Assert.Equal(20, gateway.Counter.Served().Count);
        Assert.Equal(20UL, gateway.Counter.ServedPageViews);
    }

    [Fact]
    public async Task CounterRejects_HitsAreDroppedAndCountedAndTheRestGoesOn()
    {
        await using var gateway = await TestGateway.StartAsync(test => test.Counter.Answer = StatusCode.InvalidArgument);
        await gateway.VisitAsync();
        var rejected = await gateway.SettledAsync(1);
        Assert.Equal(1, rejected.Dropped["rejected"]);

        gateway.Counter.Answer = StatusCode.OK;
        await gateway.VisitAsync(userAgent: "another");
        var account = await gateway.SettledAsync(2);
        Assert.Equal(1, account.Acknowledged);
    }

    [Fact]
    public async Task IdentitiesAway_HitsWaitAndArriveOnReturn()
    {
        await using var gateway = await TestGateway.StartAsync(test => test.Identities.IsAway = true);
        await gateway.VisitAsync();
        Assert.Equal(1, (await gateway.AccountAsync()).Pending);

        gateway.Identities.IsAway = false;

        await gateway.SettledAsync(1);
        Assert.Single(gateway.Counter.Served());
    }

    [Fact]
    public async Task GeoAway_HitsWaitForTheirCountry()
    {
        await using var gateway = await TestGateway.StartAsync(
            test => test.Geo.IsAway = true,
            ("Gateway:TrustedProxies:Networks:0", "127.0.0.0/8"),
            ("Gateway:Delivery:LocatePatience", "00:05:00"));
        await gateway.VisitAsync(forwardedFor: "3.0.0.1");
        await Eventually.TrueAsync(() => gateway.Geo.Asked > 0, () => "GeoService was not asked");
        Assert.Equal(1, (await gateway.AccountAsync()).Pending);

        gateway.Geo.IsAway = false;

        await gateway.SettledAsync(1);
        Assert.Equal("US", Assert.Single(gateway.Counter.Served()).Country);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GeoAwayOrTalkingNonsense_BeyondPatience_HitsCountAsUnknown(bool nonsense)
    {
        await using var gateway = await TestGateway.StartAsync(
            test => (test.Geo.IsAway, test.Geo.TalksNonsense) = (!nonsense, nonsense),
            ("Gateway:TrustedProxies:Networks:0", "127.0.0.0/8"),
            ("Gateway:Delivery:LocatePatience", "00:00:00"));

        await gateway.VisitAsync(forwardedFor: "3.0.0.1");

        await gateway.SettledAsync(1);
        Assert.Equal("ZZ", Assert.Single(gateway.Counter.Served()).Country);
    }

    /// <summary>One call may be waited for to find out; after that nothing waits for GeoService until it answers again.</summary>
    [Fact]
    public async Task GeoHangs_BatchesGoOnWithoutIt_AndCountriesComeBackWithIt()
    {
        await using var gateway = await TestGateway.StartAsync(
            test => test.Geo.Hangs = true,
            ("Gateway:TrustedProxies:Networks:0", "127.0.0.0/8"),
            ("Gateway:Delivery:LocatePatience", "00:00:00"));
        await gateway.VisitAsync(userAgent: "first", forwardedFor: "3.0.0.1");
        await gateway.SettledAsync(1);
        var asked = gateway.Geo.Asked;

        // The next call to it hangs, and takes nothing with it.
        await gateway.VisitAsync(userAgent: "second", forwardedFor: "3.0.0.2");
        await gateway.SettledAsync(2);
        await Eventually.TrueAsync(
            async () =>
            {
                await gateway.VisitAsync(userAgent: "third", forwardedFor: "3.0.0.3");
                return gateway.Geo.Asked > asked;
            },
            () => "it was not asked again");
        var unlocated = (await gateway.AccountAsync()).Seen;
        Assert.Equal(unlocated, (await gateway.SettledAsync(unlocated)).Acknowledged);
        Assert.All(gateway.Counter.Served(), visitor => Assert.Equal("ZZ", visitor.Country));

        gateway.Geo.Hangs = false;
        var address = 1;
        await Eventually.TrueAsync(
            async () =>
            {
                await gateway.VisitAsync(userAgent: "another", forwardedFor: $"2.0.0.{address++ % 250}");
                return gateway.Counter.Served().Any(visitor => visitor.Country == "FR");
            },
            () => "nobody is located again");
        // Who was counted as unknown and is still here stays unknown: he is one visitor.
        await gateway.VisitAsync(userAgent: "third", forwardedFor: "3.0.0.3");
        await gateway.SettledAsync(unlocated + 2);
        Assert.DoesNotContain(gateway.Counter.Served(), visitor => visitor.Country == "US");
    }

    [Fact]
    public async Task Stop_DeliversWhatIsLeft()
    {
        await using var gateway = await TestGateway.StartAsync(("Gateway:Delivery:FlushInterval", "00:00:05"));
        await Eventually.TrueAsync(() => gateway.Counter.Records.Count > 0, () => "no heartbeat, and so no identity, came");
        var before = gateway.Counter.Records.Count;
        for (var visit = 0; visit < 10; visit++)
        {
            await gateway.VisitAsync(userAgent: $"browser {visit}");
        }

        await gateway.StopAsync();

        Assert.True(gateway.Counter.Records.Count > before);
        Assert.Equal(10, gateway.Counter.Served().Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CounterAway_Stop_LeavesHitsInTheSpoolAndTheNextProcessDeliversThem(bool hangs)
    {
        await using var gateway = await TestGateway.StartAsync(
            test => (test.Counter.Answer, test.Counter.Hangs) = (hangs ? StatusCode.OK : StatusCode.Unavailable, hangs),
            ("Gateway:Delivery:ShutdownPatience", "00:00:00.500"));
        for (var visit = 0; visit < 10; visit++)
        {
            await gateway.VisitAsync(userAgent: $"browser {visit}");
        }

        await gateway.StopAsync();
        (gateway.Counter.Answer, gateway.Counter.Hangs) = (StatusCode.OK, false);
        await gateway.StartGatewayAsync();

        var account = await gateway.RecoveredAsync(10);
        Assert.Equal((0, 10), (account.Seen, account.Acknowledged));
        Assert.Equal(0, account.Dropped.Values.Sum());
        Assert.Equal(10UL, gateway.Counter.ServedPageViews);
        Assert.Equal(10, gateway.Counter.Served().Count);
    }

    [Fact]
    public async Task Killed_NextProcessDeliversWhatWasSpooled()
    {
        await using var gateway = await TestGateway.StartAsync(test => test.Counter.Answer = StatusCode.Unavailable);
        for (var visit = 0; visit < 10; visit++)
        {
            await gateway.VisitAsync(userAgent: $"browser {visit}");
        }

        await Eventually.TrueAsync(
            async () => (await gateway.AccountAsync()).Stages is { } stages && stages["spooled"] + stages["inFlight"] == 10, () => "the hits were not spooled");
        await gateway.KillAsync();
        gateway.Counter.Answer = StatusCode.OK;
        await gateway.StartGatewayAsync();
        await gateway.VisitAsync(userAgent: "afterwards");

        var account = await gateway.RecoveredAsync(10);
        account = await gateway.SettledAsync(1);
        Assert.Equal((1, 10, 11), (account.Seen, account.Recovered, account.Acknowledged));
        Assert.Equal(11UL, gateway.Counter.ServedPageViews);
        Assert.Equal(11, gateway.Counter.Served().Count);
    }

    [Fact]
    public async Task StoreForgot_WhatItHadAcknowledgedIsSentAgain()
    {
        await using var gateway = await TestGateway.StartAsync();
        for (var visit = 0; visit < 10; visit++)
        {
            await gateway.VisitAsync(userAgent: $"browser {visit}");
        }

        await gateway.SettledAsync(10);
        gateway.Counter.LoseMemory("another");
        await gateway.VisitAsync(userAgent: "afterwards");

        await Eventually.TrueAsync(() => gateway.Counter.Served().Count == 11, () => $"the store has {gateway.Counter.Served().Count} visitors");
        Assert.Equal(11UL, gateway.Counter.ServedPageViews);
        Assert.Equal(11, (await gateway.SettledAsync(11)).Acknowledged);
    }

    [Fact]
    public async Task QueueFull_DropsAreCountedAndTheCounterIsTold()
    {
        // Nothing is taken from the queue while this lasts.
        await using var gateway = await TestGateway.StartAsync(
            ("Gateway:Capture:QueueCapacity", "1024"), ("Gateway:Delivery:FlushInterval", "00:00:05"));
        await Eventually.TrueAsync(() => gateway.Counter.Records.Count > 0, () => "no heartbeat, and so no identity, came");
        await Parallel.ForEachAsync(Enumerable.Range(0, 1_500), async (_, _) => (await gateway.VisitAsync()).Dispose());

        var account = await gateway.SettledAsync(1_500);
        var dropped = account.Dropped["queueFull"];
        Assert.Equal(1_500, account.Acknowledged + dropped);
        await Eventually.TrueAsync(() => gateway.Counter.DroppedHits == (ulong)dropped, () => $"{dropped} were dropped and {gateway.Counter.DroppedHits} told");
        Assert.Equal(1_500UL, gateway.Counter.Requests + gateway.Counter.DroppedHits);
        Assert.Contains("Degraded", await gateway.Management.GetStringAsync(new Uri("/health", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoGateways_InOneFolder_DeliverEachItsOwn()
    {
        await using var one = await TestGateway.StartAsync();
        await using var other = await TestGateway.StartAsync(("Gateway:Spool:Directory", one.SpoolDirectory));
        await one.VisitAsync();
        await other.VisitAsync();

        var (first, second) = (await one.SettledAsync(1), await other.SettledAsync(1));
        Assert.NotEqual(first.Outbox.File, second.Outbox.File);
        Assert.Equal((0, 0), (first.Recovered, second.Recovered));
        Assert.Equal((1UL, 1UL), (one.Counter.Requests, other.Counter.Requests));
    }

    [Fact]
    public async Task UnusableSpool_PagesAndFiguresGoOn_AndItIsTold()
    {
        await using var gateway = await TestGateway.StartAsync(("Gateway:Spool:Directory", "/dev/null/spool"));
        await gateway.VisitAsync();

        var account = await gateway.SettledAsync(1);
        Assert.NotNull(account.Outbox.Trouble);
        Assert.Single(gateway.Counter.Served());
        Assert.Contains("Degraded", await gateway.Management.GetStringAsync(new Uri("/health", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains(
            "affluence_gateway_spool_unusable", await gateway.Management.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CounterUnimplemented_IsTheCountersFault_AndHitsWait()
    {
        await using var gateway = await TestGateway.StartAsync(test => test.Counter.Answer = StatusCode.Unimplemented);
        await gateway.VisitAsync();
        await Eventually.TrueAsync(() => gateway.Counter.Refused > 1, () => "nothing was sent");

        gateway.Counter.Answer = StatusCode.OK;

        Assert.Equal(1, (await gateway.SettledAsync(1)).Acknowledged);
    }

    /// <summary>Pages before figures: with everything behind silent, or talking nonsense, no page waits for it.</summary>
    [Fact]
    public async Task EverythingBehindHangs_FromTheStart_PagesAreServed()
    {
        await using var gateway = await TestGateway.StartAsync(test =>
        {
            test.Counter.Hangs = true;
            test.Geo.IsAway = true;
            test.Identities.IsAway = true;
        });

        for (var visit = 0; visit < 50; visit++)
        {
            Assert.True((await gateway.VisitAsync()).IsSuccessStatusCode);
        }

        var account = await gateway.AccountAsync();
        Assert.Equal((50, 50, 0), (account.Seen, account.Pending, account.Unaccounted));
    }

    /// <summary>The books balance whenever one looks, while hits come in, batches go out, fail, and are given up.</summary>
    [Fact]
    public async Task Account_BalancesAtAnyMoment()
    {
        await using var gateway = await TestGateway.StartAsync(("Gateway:Capture:QueueCapacity", "1024"));
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(async () =>
        {
            var readings = 0;
            for (; !stop.IsCancellationRequested; readings++)
            {
                var account = await gateway.AccountAsync();
                Assert.Equal(0, account.Unaccounted);
                Assert.All(account.Stages.Values, hits => Assert.True(hits >= 0, $"{account}"));
            }

            return readings;
        });
        StatusCode[] answers = [StatusCode.OK, StatusCode.Unavailable, StatusCode.OK, StatusCode.InvalidArgument, StatusCode.Internal, StatusCode.OK];
        await Parallel.ForEachAsync(Enumerable.Range(0, 3_000), async (visit, _) =>
        {
            gateway.Counter.Answer = answers[visit / 500];
            (await gateway.VisitAsync(userAgent: $"browser {visit}")).Dispose();
        });

        gateway.Counter.Answer = StatusCode.OK;
        var account = await gateway.SettledAsync(3_000);
        await stop.CancelAsync();
        Assert.True(await reader > 3);
        Assert.Equal(3_000, account.Acknowledged + account.Dropped.Values.Sum());
    }

    [Fact]
    public async Task Spool_HoldsNoAddressAndNoUserAgent()
    {
        await using var gateway = await TestGateway.StartAsync(
            test => test.Counter.Answer = StatusCode.Unavailable, ("Gateway:TrustedProxies:Networks:0", "127.0.0.0/8"));
        await gateway.VisitAsync(userAgent: "Canary/1.0 (unmistakable)", forwardedFor: "203.0.113.77");
        await Eventually.TrueAsync(
            async () => (await gateway.AccountAsync()).Stages is { } stages && stages["spooled"] + stages["inFlight"] == 1, () => "the hit was not spooled");
        await gateway.KillAsync();

        byte[][] canaries = ["Canary"u8.ToArray(), "203.0.113.77"u8.ToArray(), [203, 0, 113, 77], [77, 113, 0, 203]];
        foreach (var file in Directory.GetFiles(gateway.SpoolDirectory, "*.db*"))
        {
            var content = await File.ReadAllBytesAsync(file);
            Assert.All(canaries, canary => Assert.Equal(-1, content.AsSpan().IndexOf(canary)));
        }
    }

    [Fact]
    public async Task Batch_IsTracedAndLinkedToItsRequests()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Affluence.Gateway" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var gateway = await TestGateway.StartAsync();

        var trace = default(ActivityTraceId);
        gateway.Site = context =>
        {
            trace = ActivityContext.Parse(context.Request.Headers.TraceParent.ToString(), null).TraceId;
            return TestGateway.Page(context);
        };

        await gateway.VisitAsync();
        await gateway.SettledAsync(1);

        Activity[] seen;
        lock (spans)
        {
            seen = [.. spans];
        }

        var batch = Assert.Single(seen, span => span.OperationName == "deliver batch" && span.Links.Any(link => link.Context.TraceId == trace));
        Assert.Contains(seen, span => span.OperationName == "flush hits" && span.SpanId == batch.ParentSpanId);
        Assert.Contains(seen, span => span.Source.Name == "Microsoft.AspNetCore" && span.SpanId == batch.Links.First().Context.SpanId);
    }
}

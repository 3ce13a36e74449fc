using System.Diagnostics;
using Affluence.Gateway.Tests.Fakes;
using Grpc.Core;

namespace Affluence.Gateway.Tests.Delivery;

/// <summary>What happens to hits when the services behind are away; pages are served all the while.</summary>
public sealed class DeliveryTests
{
    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.ResourceExhausted)]
    [InlineData(StatusCode.Internal)]
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
        Assert.Equal(1, rejected.Dropped["Rejected"]);

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

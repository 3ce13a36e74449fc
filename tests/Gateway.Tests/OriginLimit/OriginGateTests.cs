using Affluence.Gateway.OriginLimit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.Gateway.Tests.OriginLimit;

public sealed class OriginGateTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly OriginGate _gate;

    public OriginGateTests() =>
        _gate = new OriginGate(new OriginLimitSettings(Initial: 2, Min: 1, Max: 2), queueLength: 2, _time, NullLogger<OriginGate>.Instance);

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task LimitReached_NextGetsInWhenOneComesBack()
    {
        var first = await EnterAsync();
        await EnterAsync();
        var third = EnterAsync();
        Assert.False(third.IsCompleted);

        _gate.End(first.Turn!, OriginSign.Answered, retryAfter: null);

        Assert.NotNull((await third).Turn);
        Assert.Equal(2, _gate.Status.InFlight);
    }

    [Fact]
    public async Task NothingComesBack_WhoWaitsIsRefusedAfterASecond()
    {
        await EnterAsync();
        await EnterAsync();
        var third = EnterAsync();

        _time.Advance(TimeSpan.FromMilliseconds(980));
        Assert.False(third.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(40));

        Assert.Equal(HitOutcome.Shed, (await third).Refusal);
    }

    [Fact]
    public async Task QueueFull_IsRefusedAtOnce()
    {
        await EnterAsync();
        await EnterAsync();
        _ = EnterAsync();
        _ = EnterAsync();

        Assert.Equal(HitOutcome.Shed, (await EnterAsync()).Refusal);
    }

    [Fact]
    public async Task QueueFull_FormDisplacesABot()
    {
        await EnterAsync();
        await EnterAsync();
        _ = EnterAsync();
        var bot = EnterAsync(RequestPriority.Bot);

        var form = EnterAsync(RequestPriority.Form);

        Assert.Equal(HitOutcome.Shed, (await bot).Refusal);
        Assert.False(form.IsCompleted);
    }

    [Fact]
    public async Task ClientLeavesTheQueue_TakesNoTurn()
    {
        using var client = new CancellationTokenSource();
        var first = await EnterAsync();
        await EnterAsync();
        var third = _gate.EnterAsync(RequestPriority.PageView, 1, client.Token).AsTask();
        var fourth = EnterAsync();

        await client.CancelAsync();
        _gate.End(first.Turn!, OriginSign.Answered, retryAfter: null);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        Assert.NotNull((await fourth).Turn);
        Assert.Equal(2, _gate.Status.InFlight);
    }

    [Fact]
    public async Task TurnEndedTwice_FreesOnePlace()
    {
        var first = await EnterAsync();
        await EnterAsync();

        _gate.End(first.Turn!, OriginSign.Answered, retryAfter: null);
        _gate.End(first.Turn!, OriginSign.Answered, retryAfter: null);

        Assert.Equal(1, _gate.Status.InFlight);
    }

    [Theory]
    [InlineData(OriginSign.Unreachable, HitOutcome.Unreachable)]
    [InlineData(OriginSign.Silent, HitOutcome.Timeout)]
    internal async Task SiteAway_OneASecondAsksAndTheOthersAreRefusedByItsCause(OriginSign sign, HitOutcome cause)
    {
        await LoseSiteAsync(sign);

        Assert.Equal(cause, (await EnterAsync()).Refusal);
        _time.Advance(TimeSpan.FromSeconds(1));
        var probe = await EnterAsync();
        Assert.NotNull(probe.Turn);
        Assert.Equal(cause, (await EnterAsync()).Refusal);

        _gate.End(probe.Turn, OriginSign.Answered, retryAfter: null);
        Assert.NotNull((await EnterAsync()).Turn);
    }

    [Fact]
    public async Task SiteLostWhileOthersWait_TheyAreRefusedAtOnce()
    {
        for (var failure = 1; failure < OriginPresence.Failures; failure++)
        {
            _gate.End((await EnterAsync()).Turn!, OriginSign.Unreachable, retryAfter: null);
        }

        var last = await EnterAsync();
        await EnterAsync();
        var waiting = EnterAsync();
        _gate.End(last.Turn!, OriginSign.Unreachable, retryAfter: null);

        Assert.Equal(HitOutcome.Unreachable, (await waiting).Refusal);
        Assert.Equal(0, _gate.Status.Queued);
    }

    [Fact]
    public async Task ManyAtOnceFromManyThreads_NeverMoreInFlightThanTheLimitAndNoneIsForgotten()
    {
        var (inFlight, worst, ended) = (0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, 500).Select(number => Task.Run(async () =>
        {
            using var client = new CancellationTokenSource();
            var entering = _gate.EnterAsync((RequestPriority)(number % 4), number, client.Token);
            if (number % 7 == 0)
            {
                await client.CancelAsync();
            }

            try
            {
                if ((await entering).Turn is { } turn)
                {
                    InterlockedMax(ref worst, Interlocked.Increment(ref inFlight));
                    await Task.Yield();
                    Interlocked.Decrement(ref inFlight);
                    _gate.End(turn, OriginSign.Answered, retryAfter: null);
                }
            }
            catch (OperationCanceledException) when (client.IsCancellationRequested)
            {
                // It left; that is an end as well.
            }

            Interlocked.Increment(ref ended);
        })));

        Assert.Equal(500, ended);
        Assert.InRange(worst, 1, 2);
        Assert.Equal((0, 0), (_gate.Status.InFlight, _gate.Status.Queued));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        while (Volatile.Read(ref target) is var seen && value > seen && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }

    private Task<OriginEntry> EnterAsync(RequestPriority priority = RequestPriority.PageView) =>
        _gate.EnterAsync(priority, page: 1, CancellationToken.None).AsTask();

    private async Task LoseSiteAsync(OriginSign sign)
    {
        for (var failure = 0; failure < OriginPresence.Failures; failure++)
        {
            _gate.End((await EnterAsync()).Turn!, sign, retryAfter: null);
        }
    }
}

using Affluence.Gateway.OriginLimit;

namespace Affluence.Gateway.Tests.OriginLimit;

public sealed class OriginPresenceTests
{
    private readonly OriginPresence _presence = new();

    [Theory]
    [InlineData(OriginSign.Unreachable)]
    [InlineData(OriginSign.Silent)]
    internal void FailuresInARow_SiteIsAwayAndAskedOnceASecond(OriginSign sign)
    {
        Finish(sign, OriginPresence.Failures, At(0));

        Assert.Equal(sign, _presence.AwayFor);
        Assert.False(_presence.TryProbe(At(999)));
        Assert.True(_presence.TryProbe(At(1_000)));
        Assert.False(_presence.TryProbe(At(1_999)));
        Assert.True(_presence.TryProbe(At(2_000)));
    }

    [Fact]
    public void FailuresWithAnAnswerBetween_SiteIsThere()
    {
        Finish(OriginSign.Unreachable, OriginPresence.Failures - 1, At(0));
        Finish(OriginSign.Answered, 1, At(1));
        Finish(OriginSign.Unreachable, OriginPresence.Failures - 1, At(2));

        Assert.False(_presence.IsAway);
    }

    [Fact]
    public void Probe_Answered_SiteIsBack()
    {
        Finish(OriginSign.Unreachable, OriginPresence.Failures, At(0));

        Finish(OriginSign.Answered, 1, At(1_100));

        Assert.False(_presence.IsAway);
    }

    [Fact]
    public void ClientsThatLeave_SayNothing()
    {
        Finish(OriginSign.Unknown, 100, At(0));

        Assert.False(_presence.IsAway);
    }

    [Fact]
    public void LimitReachedInSilence_SiteIsAwayAfterFiveSeconds()
    {
        _presence.Start(inFlight: 1, At(60_000));
        _presence.Start(inFlight: 2, At(60_001));

        _presence.Reach(At(64_999));
        Assert.False(_presence.IsAway);
        _presence.Reach(At(65_000));
        Assert.Equal(OriginSign.Silent, _presence.AwayFor);
    }

    [Fact]
    public void PagesAmongRefusals_SiteIsFullAndNotAway()
    {
        for (var moment = 0; moment < 10_000; moment += 100)
        {
            Finish(OriginSign.Answered, 1, At(moment));
            Finish(OriginSign.Overloaded, 50, At(moment + 50), TimeSpan.FromSeconds(120));
        }

        Assert.False(_presence.IsAway);
    }

    [Fact]
    public void NothingButRefusalsWithRetryAfter_SiteIsLeftAloneForIt()
    {
        Finish(OriginSign.Overloaded, OriginPresence.Failures, At(5_000), TimeSpan.FromSeconds(20));

        Assert.Equal(OriginSign.Overloaded, _presence.AwayFor);
        Assert.False(_presence.TryProbe(At(24_999)));
        Assert.True(_presence.TryProbe(At(25_000)));
    }

    [Fact]
    public void RetryAfterOfADay_IsHeededForHalfAMinute()
    {
        Finish(OriginSign.Overloaded, OriginPresence.Failures, At(5_000), TimeSpan.FromDays(1));

        Assert.True(_presence.TryProbe(At(35_000)));
    }

    private static TimeSpan At(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private void Finish(OriginSign sign, int times, TimeSpan now, TimeSpan? retryAfter = null)
    {
        for (var i = 0; i < times; i++)
        {
            _presence.Finish(sign, retryAfter, now);
        }
    }
}

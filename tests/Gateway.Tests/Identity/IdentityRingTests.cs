using Affluence.Gateway.Identity;

namespace Affluence.Gateway.Tests.Identity;

public sealed class IdentityRingTests
{
    // As IdentityRefresher has it: hits may wait past the end of their identity's day, but no longer.
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private static readonly DateTimeOffset Rotation = new(2016, 11, 9, 9, 0, 0, TimeSpan.Zero);

    private readonly IdentityRing _ring = new();

    /// <summary>docs/privacy.md: in memory for an hour and a half after its day at most.</summary>
    [Fact]
    public void Secret_AnHourAfterItWasLastValid_IsForgottenThoughNobodyHandsOutAnother()
    {
        var day = Of(17113, Rotation);
        UpdateAt(Rotation, day);

        UpdateAt(day.ValidUntil + Memory - TimeSpan.FromTicks(1));
        Assert.Same(day, Assert.Single(_ring.All));

        UpdateAt(day.ValidUntil + Memory);
        Assert.Empty(_ring.All);
        Assert.Empty(_ring.For(Bucket.Of(Rotation)));
    }

    [Fact]
    public void Secret_ThatWasForgotten_LeavesTheNextOneAlone()
    {
        var (yesterday, today) = (Of(17113, Rotation), Of(17114, Rotation.AddDays(1)));
        UpdateAt(Rotation, yesterday, today);

        UpdateAt(yesterday.ValidUntil + Memory);

        Assert.Same(today, Assert.Single(_ring.All));
    }

    /// <summary>A counter that still hands out what is over does not bring it back.</summary>
    [Fact]
    public void Secret_HandedOutAfterItsTime_IsNotTakenIn()
    {
        var day = Of(17113, Rotation);

        UpdateAt(day.ValidUntil + Memory, day);

        Assert.Empty(_ring.All);
    }

    private void UpdateAt(DateTimeOffset now, params VisitorIdentity[] handedOut) => _ring.Update(handedOut, now - Memory);

    private static VisitorIdentity Of(uint epoch, DateTimeOffset end) => new(epoch, new byte[32], end.AddDays(-1), end.AddMinutes(30));
}

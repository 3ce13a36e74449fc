using Affluence.Admission;
using Affluence.Admission.V1;
using Affluence.Gateway.WaitingRoom;
using Affluence.Gateway.WaitingRoom.Answers;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.Gateway.Tests.WaitingRoom;

public sealed class RoomPartsTests
{
    private static readonly DateTimeOffset Start = new(2016, 11, 9, 4, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("/en/apply?x=1", "/en/apply?x=1")]
    [InlineData("/", "/")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/en\\..\\", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/en\r\nSet-Cookie: a=b", "/")]
    [InlineData("/é", "/")]
    public void ReturnPath_IsOfThisSite(string? path, string expected) => Assert.Equal(expected, ReturnPath.Of(path));

    [Fact]
    public void Clock_FollowsTheCountersAndArrivalsNeverGoBack()
    {
        var time = new FakeTimeProvider(Start);
        var clock = new RoomClock(time);
        clock.Correct(Start, TimeSpan.FromSeconds(2), Start.AddSeconds(31));
        Assert.Equal(Start.AddSeconds(30), clock.Now);

        // A slower answer says less, and changes nothing.
        clock.Correct(Start, TimeSpan.FromSeconds(10), Start.AddSeconds(70));
        Assert.Equal(Start.AddSeconds(30), clock.Now);
        var first = clock.Arrive();
        clock.Correct(Start, TimeSpan.FromSeconds(1), Start.AddSeconds(0.5));
        Assert.Equal(Start, clock.Now);
        Assert.Equal(first, clock.Arrive());
    }

    [Fact]
    public void Presence_AskedInABusyLoopIsToldOnceAndIsBounded()
    {
        var presence = new RoomPresence(capacity: 100);
        for (var poll = 0; poll < 10_000; poll++)
        {
            presence.Wait(Start, 7);
            presence.Use(8);
        }

        for (ulong ticket = 100; ticket < 300; ticket++)
        {
            presence.Wait(Start.AddSeconds(20), ticket);
        }

        var request = new ExchangeRequest();
        presence.MoveTo(request);
        Assert.Equal([7UL], request.Waiting[0].Tickets);
        Assert.Equal([8UL], request.Inside);
        Assert.Equal(98, request.Waiting[1].Tickets.Count);
        Assert.Equal(102, presence.Dropped);

        // What could not be told is told with the next.
        presence.TakeBack(request);
        var again = new ExchangeRequest();
        presence.MoveTo(again);
        Assert.Equal(request, again);
    }

    [Fact]
    public void Notice_CountsWhoCameBefore()
    {
        var notice = new RoomNotice(
            Affluence.Admission.RoomState.Initial with { Frontier = Start.AddSeconds(5) },
            [(Bucket.Of(Start), 0, 100), (Bucket.Of(Start.AddSeconds(10)), 100, 50), (Bucket.Of(Start.AddSeconds(30)), 150, 10)],
            WaitForecast.Unknown);

        Assert.Equal(160, notice.Waiting);
        Assert.Equal(0, notice.Before(Start.AddSeconds(5)));
        Assert.Equal(50, notice.Before(Start.AddSeconds(7.5)));
        Assert.Equal(125, notice.Before(Start.AddSeconds(15)));
        Assert.Equal(150, notice.Before(Start.AddSeconds(25)));
        Assert.Equal(160, notice.Before(Start.AddHours(1)));
    }

    [Fact]
    public void RecentVisitors_AreRememberedForFiveMinutesAndTheOldestAreForgottenFirst()
    {
        var recent = new RecentVisitors(slots: 64);
        var visitor = recent.HashOf(NetworkAddress.FromIPv4(0x01020304), "Mozilla");
        recent.Note(visitor, Start);

        Assert.True(recent.Contain(visitor, Start.AddMinutes(5)));
        Assert.False(recent.Contain(visitor, Start.AddMinutes(7)));
        Assert.False(recent.Contain(recent.HashOf(NetworkAddress.FromIPv4(0x01020304), "Opera"), Start));
        for (uint other = 0; other < 10_000; other++)
        {
            recent.Note(recent.HashOf(NetworkAddress.FromIPv4(other), "Mozilla"), Start.AddMinutes(2));
        }

        Assert.False(recent.Contain(visitor, Start.AddMinutes(2)));
    }

    [Fact]
    public void Quota_OfOneNetworkIsBoundedAndOthersAreNot()
    {
        var quota = new TicketQuota(limit: 10);

        Assert.Equal(10, Enumerable.Range(0, 1_000).Count(_ => quota.Take(NetworkAddress.FromIPv4(0x01020300), Start)));
        Assert.Equal(1_000, Enumerable.Range(1, 1_000).Count(network => quota.Take(NetworkAddress.FromIPv4((uint)network << 8), Start)));
        Assert.True(quota.Take(NetworkAddress.FromIPv4(0x01020300), Start.AddMinutes(30)));
    }

    [Theory]
    [InlineData(0.2, 0.9, 0, 1)]
    [InlineData(9.6, 14.2, 9, 15)]
    [InlineData(16, 31, 15, 35)]
    [InlineData(70, 190, 60, 210)]
    public void Minutes_AreRoundedOutwards(double low, double high, int expectedLow, int expectedHigh) =>
        Assert.Equal((expectedLow, expectedHigh), Rounded.Minutes(TimeSpan.FromMinutes(low), TimeSpan.FromMinutes(high)));

    [Theory]
    [InlineData(12, "12")]
    [InlineData(987, "990")]
    [InlineData(1_234, "1,200")]
    [InlineData(123_456, "120,000")]
    public void Number_HasTwoSignificantDigits(int value, string expected) => Assert.Equal(expected, Rounded.Number(value, ","));
}

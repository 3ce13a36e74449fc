using FsCheck;
using FsCheck.Fluent;

namespace Affluence.Tests;

public sealed class BucketTests
{
    [Theory]
    [InlineData("2016-11-08T23:00:00-05:00", "2016-11-09T04:00:00Z", 0)]
    [InlineData("2016-11-09T04:00:09.9999999Z", "2016-11-09T04:00:00Z", 0)]
    [InlineData("2016-11-09T04:00:59Z", "2016-11-09T04:00:50Z", 5)]
    [InlineData("1969-12-31T23:59:59Z", "1969-12-31T23:59:50Z", 5)]
    public void Of_Instant_IsTheTenSecondsThatHoldIt(string instant, string start, int offset)
    {
        var bucket = Bucket.Of(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(start, bucket.ToString());
        Assert.Equal(offset, bucket.OffsetInMinute);
    }

    [Fact]
    public void Of_AnyInstant_HoldsItAndLiesInItsMinute() =>
        Prop.ForAll(ArbMap.Default.ArbFor<DateTimeOffset>(), instant =>
        {
            var bucket = Bucket.Of(instant);
            return bucket.Start <= instant
                && (bucket.Start.AddSeconds(Bucket.Seconds) > instant)
                && bucket.Start.ToUnixTimeSeconds() - (bucket.Minute * 60) == bucket.OffsetInMinute * Bucket.Seconds
                && bucket.OffsetInMinute is >= 0 and < Bucket.PerMinute;
        }).QuickCheckThrowOnFailure();
}

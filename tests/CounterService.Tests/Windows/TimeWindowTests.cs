using Affluence.Counter.Windows;

namespace Affluence.Counter.Tests.Windows;

public sealed class TimeWindowTests
{
    private static readonly DateTimeOffset Eleven = Night.Eleven;

    [Theory]
    [InlineData(0, 5, new[] { "-5:0-6", "-4:0-6", "-3:0-6", "-2:0-6", "-1:0-6" })]
    [InlineData(0, 1, new[] { "-1:0-6" })]
    [InlineData(10, 1, new[] { "-1:1-6", "0:0-1" })]
    [InlineData(50, 5, new[] { "-5:5-6", "-4:0-6", "-3:0-6", "-2:0-6", "-1:0-6", "0:0-5" })]
    public void Minutes_OfWindow_CoverItOnce(int secondsPastEleven, int minutes, string[] expected)
    {
        var window = TimeWindow.EndingAt(Bucket.Of(Eleven.AddSeconds(secondsPastEleven)), TimeSpan.FromMinutes(minutes));

        var parts = window.Minutes().Select(part => $"{(part.Start - Eleven).TotalMinutes}:{part.FirstOffset}-{part.EndOffset}");

        Assert.Equal(expected, parts);
    }

    [Fact]
    public void Minutes_OfEveryWindow_HoldEachBucketOnce()
    {
        foreach (var length in TimeWindow.Lengths)
        {
            for (var offset = 0; offset < 12; offset++)
            {
                var window = TimeWindow.EndingAt(Bucket.FromNumber(Bucket.Of(Eleven).Number + offset), length);
                var buckets = window.Minutes()
                    .SelectMany(part => Enumerable.Range(part.FirstOffset, part.EndOffset - part.FirstOffset).Select(part.BucketAt))
                    .ToList();

                Assert.Equal(Enumerable.Range(0, (int)(length / Bucket.Length)).Select(place => Bucket.FromNumber(window.First.Number + place)), buckets);
                Assert.All(window.Minutes(), part => Assert.Equal(part.EndOffset - part.FirstOffset == 6, part.IsWhole));
            }
        }
    }

    [Fact]
    public void Newest_WithinABucket_EndsWhereTheBucketBegins()
    {
        Assert.Equal(Eleven, TimeWindow.Newest(Eleven.AddSeconds(59.9), TimeSpan.FromMinutes(30)).End);
        var window = TimeWindow.Newest(Eleven.AddSeconds(19.9), TimeSpan.FromMinutes(5));

        Assert.Equal((Eleven.AddSeconds(10), Eleven.AddSeconds(-290)), (window.End, window.Start));
    }
}

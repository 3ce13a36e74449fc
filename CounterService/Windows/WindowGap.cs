using System.Globalization;

namespace Affluence.Counter.Windows;

/// <summary>Why a window that was recorded can't be told any more: part of it is gone. The message is for the caller.</summary>
internal sealed record WindowGap(string Message)
{
    public static WindowGap OfMinute(DateTimeOffset minute, TimeSpan retention) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"the minute {minute:yyyy-MM-dd'T'HH:mm:ss'Z'} of this window was recorded but is no longer held (minutes are kept {retention} after their last write)"));

    public static WindowGap OfSketch(TimeSpan retention) => new(
        $"visitors of this window were recorded but are no longer held (minutes are kept {retention} after their last write)");

    public static WindowGap OfBucket(Bucket bucket, TimeSpan retention) => new(
        $"the bucket {bucket} at the edge of this window was recorded but is no longer held: windows that end between whole minutes are kept "
        + $"{retention} after the last write; ask for one that ends on a whole minute");
}

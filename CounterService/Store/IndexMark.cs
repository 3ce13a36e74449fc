using Affluence.Counter.Recording;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>The members of an index that name no sketch.</summary>
internal static class IndexMark
{
    /// <summary>The minute or bucket was written to, if only by a heartbeat.</summary>
    public static readonly RedisValue Written = ".";

    /// <summary>It had been recorded before and had expired when it was written to again: what it held is gone.</summary>
    public static readonly RedisValue Incomplete = "!";

    private const char RetractedLetter = '-';

    private static readonly RedisValue[] WrittenBuckets = [".0", ".1", ".2", ".3", ".4", ".5"];

    /// <summary>In a minute's index: this bucket of it was written to.</summary>
    public static RedisValue WrittenBucket(int offset) => WrittenBuckets[offset];

    /// <summary>In a minute's index: what this source recorded in the minute is retracted, whenever it was or will be recorded.</summary>
    public static RedisValue Retracted(SourceId source) => $"{RetractedLetter}{source}";

    /// <summary>The sources that are retracted.</summary>
    public static IEnumerable<string> RetractedSources(RedisValue[] members)
    {
        foreach (var member in members)
        {
            if (((string?)member) is [RetractedLetter, .. var source])
            {
                yield return source;
            }
        }
    }
}

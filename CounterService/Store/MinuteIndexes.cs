using System.Collections.Frozen;
using Affluence.Counter.Windows;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>What the store says it holds of one minute of a window.</summary>
/// <param name="Part">The minute, and how much of it lies in the window.</param>
/// <param name="WasWritten">The journal says that the minute was written to.</param>
/// <param name="Members">Its index; empty when there is none.</param>
/// <param name="Edges">The indexes of its buckets in the window, unless it is whole.</param>
internal sealed record MinuteIndexes(MinutePart Part, bool WasWritten, RedisValue[] Members, IReadOnlyList<BucketIndex> Edges)
{
    /// <summary>Whose records in this minute, and in its buckets, are retracted.</summary>
    public IReadOnlySet<string> RetractedSources { get; } = IndexMark.RetractedSources(Members).ToFrozenSet(StringComparer.Ordinal);

    public bool MinuteIsKnown => Members.Length > 0;

    public bool MinuteIsLost => MinuteIsKnown ? Members.Contains(IndexMark.Incomplete) : WasWritten;

    public Bucket? FirstLostBucket
    {
        get
        {
            foreach (var edge in Edges)
            {
                if (edge.Members.Length > 0
                    ? edge.Members.Contains(IndexMark.Incomplete)
                    : Members.Contains(IndexMark.WrittenBucket(edge.Bucket.OffsetInMinute)))
                {
                    return edge.Bucket;
                }
            }

            return null;
        }
    }

    /// <summary>Every sketch to be counted for this part of the window.</summary>
    public IEnumerable<(SketchName Name, RedisKey Key)> Sketches()
    {
        if (Part.IsWhole)
        {
            foreach (var name in Names(Members))
            {
                yield return (name, StoreKeys.MinuteSketch(name, Part.Minute));
            }
        }

        foreach (var edge in Edges)
        {
            foreach (var name in Names(edge.Members))
            {
                yield return (name, StoreKeys.BucketSketch(name, edge.Bucket));
            }
        }
    }

    private IEnumerable<SketchName> Names(RedisValue[] members)
    {
        foreach (var member in members)
        {
            if (SketchName.TryParse(member, out var name) && (name.Source is null || !RetractedSources.Contains(name.Source)))
            {
                yield return name;
            }
        }
    }
}

/// <summary>The index of one bucket; empty when there is none.</summary>
internal sealed record BucketIndex(Bucket Bucket, RedisValue[] Members);

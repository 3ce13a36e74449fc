using System.IO.Hashing;
using Affluence.Counter.V1;

namespace Affluence.Gateway.Spool;

/// <summary>One row to be written: what one flush adds to one bucket.</summary>
/// <param name="Number">Its place in the order of all parts of the spool.</param>
/// <param name="Bucket">What it is a part of.</param>
/// <param name="Hits">Hits that it accounts for.</param>
/// <param name="Record">A <see cref="RecordRequest"/>.</param>
internal readonly record struct SpoolPart(long Number, SpooledBucket Bucket, long Hits, byte[] Record)
{
    /// <summary>What a row costs beside its record, generously: so heartbeats, which hold nothing, are bounded too.</summary>
    public const long Overhead = 128;

    public long Bytes => Record.Length + Overhead;

    public long Checksum => ChecksumOf(Record);

    /// <summary>SQLite keeps none of its own, and a flipped bit would be a visitor who never was.</summary>
    public static long ChecksumOf(byte[] record) => unchecked((long)XxHash3.HashToUInt64(record));
}

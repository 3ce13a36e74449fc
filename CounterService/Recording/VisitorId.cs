using System.Buffers.Binary;

namespace Affluence.Counter.Recording;

/// <summary>A visitor's pseudonym: a 64-bit hash keyed with the secret of an identity day.</summary>
internal readonly record struct VisitorId(ulong Value)
{
    public const int Size = sizeof(ulong);

    /// <summary>How many sketches share a country, so that no country sits on one cluster slot and their errors average out.</summary>
    public const int Shards = 8;

    /// <summary>The three highest bits of the hash. The store hashes what it counts once more, so a shard biases no sketch.</summary>
    public int Shard => (int)(Value >> 61);

    public void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt64LittleEndian(destination, Value);
}

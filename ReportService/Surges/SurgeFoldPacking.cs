namespace Affluence.Report.Surges;

/// <summary>
/// Writes a fold in a few bytes, to be kept beside its minute: numbers of 7 bits a byte, instants as minutes before the minute of the
/// fold. On most minutes little of it is not null.
/// </summary>
internal static class SurgeFoldPacking
{
    public static byte[] Pack(this SurgeFold fold, long minute)
    {
        using var bytes = new MemoryStream(capacity: 32);
        using var writer = new BinaryWriter(bytes);
        Write(writer, fold.Surge, minute);
        Write(writer, fold.Difficulty, minute);
        Write(writer, fold.NormalSince, minute);
        return bytes.ToArray();
    }

    public static SurgeFold Unpack(byte[] packed, long minute)
    {
        using var reader = new BinaryReader(new MemoryStream(packed));
        return new SurgeFold
        {
            Surge = ReadState(reader, minute),
            Difficulty = ReadState(reader, minute),
            NormalSince = ReadMinute(reader, minute),
        };
    }

    private static void Write(BinaryWriter writer, HysteresisState state, long minute)
    {
        Write(writer, state.Since, minute);
        Write(writer, state.LastKnown, minute);
        Write(writer, state.FirstSign, minute);
        writer.Write7BitEncodedInt(state.Signs);
        Write(writer, state.FirstCounterSign, minute);
        writer.Write7BitEncodedInt(state.CounterSigns);
    }

    private static HysteresisState ReadState(BinaryReader reader, long minute) => new(
        ReadMinute(reader, minute),
        ReadMinute(reader, minute),
        ReadMinute(reader, minute),
        reader.Read7BitEncodedInt(),
        ReadMinute(reader, minute),
        reader.Read7BitEncodedInt());

    private static void Write(BinaryWriter writer, long? instant, long minute) =>
        writer.Write7BitEncodedInt64(instant is { } known ? minute - known + 1 : 0);

    private static long? ReadMinute(BinaryReader reader, long minute) =>
        reader.Read7BitEncodedInt64() is > 0 and var before ? minute - before + 1 : null;
}

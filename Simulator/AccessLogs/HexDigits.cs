namespace Affluence.Simulator.AccessLogs;

internal static class HexDigits
{
    /// <summary>Reads one byte from two digits of either case.</summary>
    public static bool TryRead(byte high, byte low, out byte value)
    {
        var isHex = char.IsAsciiHexDigit((char)high) && char.IsAsciiHexDigit((char)low);
        value = isHex ? (byte)((ValueOf(high) << 4) | ValueOf(low)) : (byte)0;
        return isHex;
    }

    private static int ValueOf(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}

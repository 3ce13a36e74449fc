using System.Text;

namespace Affluence.Gateway.Guard;

/// <summary>
/// Reads digits as they are and everything else as a letter. Kestrel parses Content-Length as a number and so takes "+3", which RFC 9112
/// does not know and another server may read otherwise; it asks an encoding for the text first, and this is the only place to object.
/// </summary>
internal sealed class DigitsAloneEncoding : Encoding
{
    public static DigitsAloneEncoding Instance { get; } = new();

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        for (var offset = 0; offset < byteCount; offset++)
        {
            var character = (char)bytes[byteIndex + offset];
            chars[charIndex + offset] = char.IsAsciiDigit(character) ? character : 'x';
        }

        return byteCount;
    }

    public override int GetMaxCharCount(int byteCount) => byteCount;

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        throw new NotSupportedException("This encoding only reads.");
}

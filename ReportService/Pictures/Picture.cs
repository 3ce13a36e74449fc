using System.Security.Cryptography;

namespace Affluence.Report.Pictures;

/// <summary>A finished picture.</summary>
/// <param name="Tag">Of its bytes, without quotes.</param>
internal sealed record Picture(byte[] Bytes, string Tag)
{
    public static Picture Of(byte[] bytes) => new(bytes, Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16)));
}

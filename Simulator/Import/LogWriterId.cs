using System.Security.Cryptography;
using System.Text;
using Affluence.Simulator.Recording;

namespace Affluence.Simulator.Import;

/// <summary>
/// Names the writer of a log's records by the log's content, so that a log that was renamed, packed, or has grown is the same writer, and
/// importing it again changes nothing. Keyed, since a line can be guessed.
/// </summary>
internal static class LogWriterId
{
    /// <summary>Leaves room for the rest of a writer's name.</summary>
    public const int MaxSourceLength = 20;

    /// <summary>96 bits: names of all logs there will ever be do not collide.</summary>
    private const int HashLength = 12;

    /// <param name="firstPageView">The line by which the log is known again.</param>
    /// <param name="source">Tells logs that begin alike apart; 1 to 20 characters of <c>[A-Za-z0-9._-]</c>, or null.</param>
    public static string Of(IdentityKeys keys, ReadOnlySpan<byte> firstPageView, string? source)
    {
        byte[] message = [.. Encoding.ASCII.GetBytes(source ?? string.Empty), 0, .. firstPageView];
        var hash = Convert.ToHexStringLower(HMACSHA256.HashData(keys.KeyFor("affluence log writer/v1"u8), message).AsSpan(0, HashLength));
        return source is null ? $"log-{hash}" : $"log-{source}-{hash}";
    }
}

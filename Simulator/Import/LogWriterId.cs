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

    /// <summary>Of the page views of a log, and all that comes with and after the first.</summary>
    /// <param name="firstPageView">As it was logged.</param>
    /// <param name="source">Tells logs that begin alike apart; 1 to 20 characters of <c>[A-Za-z0-9._-]</c>, or null.</param>
    public static string Of(IdentityKeys keys, ReadOnlySpan<byte> firstPageView, string? source) => Of(keys, 0, firstPageView, source);

    /// <summary>
    /// Of what comes before the first page view, which stays under this name when the log grows and has one. Two servers may begin with the same
    /// line, a health check: then of these requests the larger number stands. They are no page views.
    /// </summary>
    /// <param name="firstRequest">As it was logged.</param>
    public static string OfBeginning(IdentityKeys keys, ReadOnlySpan<byte> firstRequest, string? source) => Of(keys, 1, firstRequest, source);

    private static string Of(IdentityKeys keys, byte part, ReadOnlySpan<byte> line, string? source)
    {
        byte[] message = [.. Encoding.ASCII.GetBytes(source ?? string.Empty), part, .. line];
        var hash = Convert.ToHexStringLower(HMACSHA256.HashData(keys.KeyFor("affluence log writer/v1"u8), message).AsSpan(0, HashLength));
        return source is null ? $"log-{hash}" : $"log-{source}-{hash}";
    }
}

using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Affluence.ServiceDefaults.Credentials;

/// <summary>A token that is accepted, known by its SHA-256 alone: what is not held can't be logged or dumped.</summary>
internal sealed class CredentialToken
{
    private const int ShortestText = 32;
    private const int LongestText = 1024;
    private const int FewestDistinctCharacters = 8;

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/");

    private readonly byte[] _hash;

    private CredentialToken(byte[] hash) => _hash = hash;

    /// <summary>Reads a token.</summary>
    /// <param name="fault">What is wrong with it, as the end of a sentence that names the setting; never the token itself.</param>
    /// <returns>Null when it can't be one, or is one that could be guessed.</returns>
    public static CredentialToken? Read(string text, out string? fault)
    {
        fault = FaultOf(text);
        return fault is null ? new CredentialToken(Hash(text)) : null;
    }

    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>Takes the same time wherever the two differ.</summary>
    public bool Matches(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(_hash, hash);

    private static string? FaultOf(string text)
    {
        if (text.Length is < ShortestText or > LongestText)
        {
            return $"has {text.Length} characters; a token has from {ShortestText} to {LongestText}, for example those of 'openssl rand -hex 32'";
        }

        // RFC 6750, 2.1: 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
        if (text.AsSpan().TrimEnd('=').ContainsAnyExcept(Characters))
        {
            return "has a character that a bearer token can't have (RFC 6750): letters, digits and -._~+/ are allowed, and = at the end";
        }

        return text.Distinct().Count() < FewestDistinctCharacters || IsRepetition(text)
            ? "repeats itself and could be guessed; take one made at random, for example by 'openssl rand -hex 32'"
            : null;
    }

    // A text is one piece written again and again when it is found in itself, doubled, before its end.
    private static bool IsRepetition(string text) => (text + text).IndexOf(text, 1, StringComparison.Ordinal) < text.Length;
}

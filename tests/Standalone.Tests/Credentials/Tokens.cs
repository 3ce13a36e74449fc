using System.Security.Cryptography;

namespace Affluence.Tests.Credentials;

/// <summary>A token for each role, made anew for each test, and one that nobody knows.</summary>
internal sealed class Tokens
{
    public string Ingest { get; } = New();

    public string Identity { get; } = New();

    public string Query { get; } = New();

    public string Operator { get; } = New();

    public string Reader { get; } = New();

    public string Stranger { get; } = New();

    /// <summary>Of the roles, by the names of their settings.</summary>
    public IReadOnlyList<(string Role, string Token)> OfRoles =>
        [(nameof(Ingest), Ingest), (nameof(Identity), Identity), (nameof(Query), Query), (nameof(Operator), Operator), (nameof(Reader), Reader)];

    private static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}

using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Affluence.ServiceDefaults.Credentials;

/// <summary>
/// Tells whether a caller may act in a role: by a token sent as <c>Authorization: Bearer …</c> (RFC 6750), or, while the role has none,
/// by being on this machine.
/// </summary>
internal sealed class CredentialVerifier
{
    private const string Scheme = "Bearer ";
    private const int LongestBasic = 2048;

    private static readonly CredentialVerdict[] MostTelling =
        [CredentialVerdict.Granted, CredentialVerdict.Wrong, CredentialVerdict.Missing, CredentialVerdict.NotLocal];

    private readonly Dictionary<CredentialRole, RoleCredentials> _roles;

    /// <exception cref="InvalidSettingException">A token is missing, unreadable or too weak; the message names the setting.</exception>
    public CredentialVerifier(IConfiguration configuration, TimeProvider timeProvider, ILogger<CredentialVerifier> logger) =>
        _roles = Enum.GetValues<CredentialRole>().ToDictionary(role => role, role => new RoleCredentials(role, configuration, timeProvider, logger));

    public bool HasToken(CredentialRole role) => _roles[role].AreConfigured;

    /// <summary>The token with which to call others in a role; null when there is none.</summary>
    public string? TokenFor(CredentialRole role) => _roles[role].Presented;

    /// <summary>Granted in any of the roles is granted; else the verdict that says most.</summary>
    public CredentialVerdict Verify(IReadOnlyList<CredentialRole> roles, HttpContext context)
    {
        var verdicts = roles.Select(role => Verify(role, context)).ToList();
        return MostTelling.First(verdicts.Contains);
    }

    public CredentialVerdict Verify(CredentialRole role, HttpContext context)
    {
        if (!_roles[role].AreConfigured)
        {
            return LocalCaller.Is(context) ? CredentialVerdict.Granted : CredentialVerdict.NotLocal;
        }

        var sent = context.Request.Headers.Authorization;
        if (sent.Count == 0)
        {
            return CredentialVerdict.Missing;
        }

        return sent is [{ } one] && one.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && _roles[role].Accept(one[Scheme.Length..].Trim(' '))
            ? CredentialVerdict.Granted
            : CredentialVerdict.Wrong;
    }

    /// <summary>
    /// As a reader: by a token as in every role, or as the password of Basic (RFC 7617), whose user name is not looked at. Who may
    /// change the report may read it.
    /// </summary>
    public CredentialVerdict VerifyReader(HttpContext context)
    {
        var verdict = Verify(CredentialRole.Reader, context);
        return verdict == CredentialVerdict.Granted
            || (HasToken(CredentialRole.Operator) && Verify(CredentialRole.Operator, context) == CredentialVerdict.Granted)
            || (PasswordOf(context.Request) is { } token && _roles[CredentialRole.Reader].Accept(token))
            ? CredentialVerdict.Granted
            : verdict;
    }

    private static string? PasswordOf(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            || !string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase)
            || header.Parameter is not { Length: <= LongestBasic } parameter)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[LongestBasic];
        return Convert.TryFromBase64String(parameter, bytes, out var length) && bytes[..length].IndexOf((byte)':') is var colon and >= 0
            ? Encoding.UTF8.GetString(bytes[(colon + 1)..length])
            : null;
    }
}

using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Affluence.ServiceDefaults.Credentials;

/// <summary>
/// Decides whether a caller may act in a role: by a token sent as <c>Authorization: Bearer …</c> (RFC 6750). While none is configured, the
/// caller must also be on this machine, and the token is the one that was made here.
/// </summary>
internal sealed class CredentialVerifier
{
    private const string Scheme = "Bearer ";
    private const int LongestBasic = 2048;

    private static readonly CredentialVerdict[] MostTelling =
        [CredentialVerdict.Granted, CredentialVerdict.Wrong, CredentialVerdict.Missing, CredentialVerdict.NotLocal];

    private readonly Dictionary<CredentialRole, RoleCredentials> _roles;

    /// <exception cref="InvalidSettingException">A token is missing, unreadable or too weak; the message names the setting.</exception>
    public CredentialVerifier(
        IEnumerable<CredentialServices.AcceptedRole> accepted, IConfiguration configuration, TimeProvider timeProvider, ILogger<CredentialVerifier> logger)
    {
        var roles = accepted.Select(one => one.Role).ToHashSet();
        _roles = Enum.GetValues<CredentialRole>()
            .ToDictionary(role => role, role => new RoleCredentials(role, roles.Contains(role), configuration, timeProvider, logger));
    }

    /// <summary>Whether a token of the role is configured.</summary>
    public bool HasToken(CredentialRole role) => _roles[role].AreConfigured;

    public RoleCredentials Of(CredentialRole role) => _roles[role];

    /// <summary>The token with which to call others in a role: a configured one, or the one that was made on this machine; null when there is none.</summary>
    public string? TokenFor(CredentialRole role) => _roles[role].Presented;

    /// <summary>Granted in any of the roles is granted; else the verdict that says most.</summary>
    public CredentialVerdict Verify(IReadOnlyList<CredentialRole> roles, HttpContext context)
    {
        var verdicts = roles.Select(role => Verify(role, context)).ToList();
        return MostTelling.First(verdicts.Contains);
    }

    public CredentialVerdict Verify(CredentialRole role, HttpContext context)
    {
        if (!_roles[role].AreConfigured && !LocalCaller.Is(context))
        {
            return CredentialVerdict.NotLocal;
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
            || Verify(CredentialRole.Operator, context) == CredentialVerdict.Granted
            || (PasswordOf(context.Request) is { } token && _roles[CredentialRole.Reader].Accept(token))
            ? CredentialVerdict.Granted
            : verdict;
    }

    /// <summary>What a caller who was refused should do. Where the made token is kept is said to callers on this machine only.</summary>
    public string Explain(IReadOnlyList<CredentialRole> roles, CredentialVerdict verdict)
    {
        var settings = string.Join(" or ", roles.Select(role => $"{CredentialSettings.Section}:{role}"));
        var made = roles.Where(role => !HasToken(role)).Select(role => _roles[role].MadeAt).ToList();
        var kept = made.Count > 0 ? $" None is configured, so the one that was made is valid, on this machine: {string.Join(" or ", made)}." : string.Empty;
        return verdict switch
        {
            CredentialVerdict.NotLocal =>
                $"{settings} has no token, so only callers on this machine, by its name localhost and through no proxy, are let in.",
            CredentialVerdict.Missing => $"Send 'Authorization: Bearer' with a token of {settings}.{kept}",
            _ => $"The Authorization header is no bearer token of {settings}.{kept}",
        };
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

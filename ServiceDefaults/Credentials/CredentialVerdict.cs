namespace Affluence.ServiceDefaults.Credentials;

internal enum CredentialVerdict
{
    Granted,

    /// <summary>No token was sent.</summary>
    Missing,

    /// <summary>What was sent is none of the role's tokens.</summary>
    Wrong,

    /// <summary>No token of the role is configured, and the caller is not on this machine, came through a proxy, or asks for another host.</summary>
    NotLocal,
}

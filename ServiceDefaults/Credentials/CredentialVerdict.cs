namespace Affluence.ServiceDefaults.Credentials;

internal enum CredentialVerdict
{
    Granted,

    /// <summary>No token was sent.</summary>
    Missing,

    /// <summary>What was sent is none of the role's tokens.</summary>
    Wrong,

    /// <summary>The role has no token, and the caller is not on this machine, or asks for it by another's name.</summary>
    NotLocal,
}

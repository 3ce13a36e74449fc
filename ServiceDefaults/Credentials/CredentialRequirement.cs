namespace Affluence.ServiceDefaults.Credentials;

/// <summary>Metadata of an endpoint: the role in which it must be called.</summary>
public sealed record CredentialRequirement(CredentialRole Role);

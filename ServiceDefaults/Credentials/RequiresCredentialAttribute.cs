namespace Affluence.ServiceDefaults.Credentials;

/// <summary>
/// In which roles an endpoint may be called; any of them will do. On a method of a gRPC service it is heeded where the service calls
/// <see cref="CredentialServices.EnforceCredentials"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresCredentialAttribute(params CredentialRole[] roles) : Attribute
{
    public IReadOnlyList<CredentialRole> Roles { get; } = roles;
}

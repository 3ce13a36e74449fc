namespace Affluence.ServiceDefaults.Credentials;

/// <summary>What a caller may do. The name is also the name of the role's settings: <c>Credentials:Operator</c>.</summary>
public enum CredentialRole
{
    /// <summary>May change what the services do and say.</summary>
    Operator,

    /// <summary>May add to the figures.</summary>
    Ingest,

    /// <summary>May read figures that are not public.</summary>
    Reader,
}

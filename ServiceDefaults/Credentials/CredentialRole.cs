namespace Affluence.ServiceDefaults.Credentials;

/// <summary>What a caller may do. The name is also the name of the role's settings: <c>Credentials:Operator</c>.</summary>
public enum CredentialRole
{
    /// <summary>May change what the services do and say.</summary>
    Operator,

    /// <summary>May add to the figures.</summary>
    Ingest,

    /// <summary>May be told the day's secret, under which addresses become pseudonyms.</summary>
    Identity,

    /// <summary>May ask the counter for its windows.</summary>
    Query,

    /// <summary>May read the report, where it is not public.</summary>
    Reader,
}

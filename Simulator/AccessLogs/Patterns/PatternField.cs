namespace Affluence.Simulator.AccessLogs.Patterns;

/// <summary>What a field of a format string means to us.</summary>
internal enum PatternField
{
    Ignored,

    /// <summary>The address that the connection came from.</summary>
    Client,

    /// <summary>The list that proxies wrote.</summary>
    ForwardedFor,

    /// <summary>The field that the operator named; takes the place of another meaning.</summary>
    ChosenClient,

    Time,
    Request,
    Method,
    Target,
    Status,
    UserAgent,
    Accept,
    FetchMode,
    FetchDestination,
    Purpose,
    ContentType,
}

namespace Affluence.Simulator.AccessLogs;

/// <summary>What a field of a log means to us: a member of a JSON object, a column of a W3C log, or a field of a format string.</summary>
internal enum LogField
{
    Ignored,

    /// <summary>Of a time whose clock stands in a field of its own.</summary>
    Date,

    /// <summary>The time whole, or its clock.</summary>
    Time,

    /// <summary>The address that the connection came from, or what else the format has for the client.</summary>
    Client,

    /// <summary>The field that the operator named; takes the place of another meaning.</summary>
    ChosenClient,

    /// <summary>The other end of the connection, where the format has another field for the client: it holds where that is empty.</summary>
    Peer,

    /// <summary>The list that proxies wrote.</summary>
    ForwardedFor,

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

    /// <summary>Of CloudFront alone, which means UTC and percent-encodes what clients sent.</summary>
    EdgeLocation,
}

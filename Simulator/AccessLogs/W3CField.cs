namespace Affluence.Simulator.AccessLogs;

/// <summary>What a column of a W3C log means to us.</summary>
internal enum W3CField
{
    Ignored,
    Date,
    Time,
    Client,
    ChosenClient,
    ForwardedFor,
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

namespace Affluence.Simulator.AccessLogs;

/// <summary>What a member of a JSON object means to us.</summary>
internal enum JsonMember
{
    Time,
    Client,
    ChosenClient,
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
}

using Affluence.Hits;

namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// What became of a request, as far as a status tells. The gateway knows who made an answer and why; a log does not, so the status is taken
/// by what it says: 502 that the site could not be reached, 503 that it sent the visitor away, 504 that it took too long.
/// </summary>
internal static class LoggedOutcome
{
    /// <summary>nginx: the connection was closed without an answer.</summary>
    private const int ClosedByServer = 444;

    /// <summary>nginx: the client went away before the answer.</summary>
    private const int ClosedByClient = 499;

    /// <summary>nginx writes 000 for a request that ended before there was a status.</summary>
    private const int NoStatus = 0;

    public static bool IsStatus(int status) => status is NoStatus or (>= 100 and <= 599);

    public static HitOutcome Of(int status) => status switch
    {
        NoStatus or ClosedByClient => HitOutcome.ClientGone,
        ClosedByServer or 503 => HitOutcome.Shed,
        502 => HitOutcome.Unreachable,
        504 => HitOutcome.Timeout,
        >= 500 => HitOutcome.OriginError,
        _ => HitOutcome.Served,
    };
}

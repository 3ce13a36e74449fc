using System.Globalization;

namespace Affluence.Hits;

/// <summary>
/// What became of a request by the status of its answer: the one table of the gateway and of logs (docs/architecture.md). The gateway knows who
/// made an answer and why, and asks only about answers of the site; a log does not, so there the status is taken by what it says: 502 that the
/// site could not be reached, 503 that it sent the visitor away, 504 that it took too long.
/// </summary>
public sealed class StatusOutcomes
{
    /// <summary>nginx writes 000 for a request that ended before there was a status.</summary>
    public const int NoStatus = 0;

    /// <summary>nginx: the connection was closed without an answer.</summary>
    private const int ClosedByServer = 444;

    /// <summary>nginx: the client went away before the answer.</summary>
    private const int ClosedByClient = 499;

    /// <summary>AWS' balancers: the client went away before the answer.</summary>
    private const int ClosedByClientOfBalancer = 460;

    private const int TooManyRequests = 429;
    private const int Largest = 599;

    private readonly HitOutcome[] _logged = new HitOutcome[Largest + 1];
    private readonly HitOutcome[] _answered = new HitOutcome[Largest + 1];

    private StatusOutcomes(IEnumerable<(int Status, HitOutcome Outcome)> changes)
    {
        for (var status = 0; status <= Largest; status++)
        {
            _logged[status] = ByDefault(status);
            _answered[status] = status >= 500 ? HitOutcome.OriginError : _logged[status];
        }

        foreach (var (status, outcome) in changes)
        {
            _logged[status] = _answered[status] = outcome;
        }
    }

    public static StatusOutcomes Default { get; } = new([]);

    /// <summary>What is said by whom a site changes the table: <c>served</c>, or a cause as the report names it.</summary>
    public static IReadOnlyDictionary<string, HitOutcome> Names { get; } = new Dictionary<string, HitOutcome>(StringComparer.OrdinalIgnoreCase)
    {
        ["served"] = HitOutcome.Served,
        ["origin_error"] = HitOutcome.OriginError,
        ["timeout"] = HitOutcome.Timeout,
        ["unreachable"] = HitOutcome.Unreachable,
        ["shed"] = HitOutcome.Shed,
        ["waiting"] = HitOutcome.Waiting,
        ["client_gone"] = HitOutcome.ClientGone,
    };

    public static bool IsStatus(int status) => status is NoStatus or (>= 100 and <= Largest);

    /// <summary>The table with changes.</summary>
    public static StatusOutcomes With(IEnumerable<(int Status, HitOutcome Outcome)> changes) => new(changes);

    /// <summary>Reads a change: a status from 100 to 599, and one of <see cref="Names"/>.</summary>
    public static bool TryReadChange(string status, string outcome, out (int Status, HitOutcome Outcome) change)
    {
        change = default;
        if (!int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 100 or > Largest
            || !Names.TryGetValue(outcome, out var known))
        {
            return false;
        }

        change = (number, known);
        return true;
    }

    /// <summary>Of a request in a log.</summary>
    public HitOutcome OfLogged(int status) => _logged[status];

    /// <summary>Of a request that the site itself answered: its 5xx are its errors, whoever stands behind them.</summary>
    public HitOutcome OfAnswer(int status) => status is >= 0 and <= Largest ? _answered[status] : HitOutcome.Served;

    private static HitOutcome ByDefault(int status) => status switch
    {
        NoStatus or ClosedByClient or ClosedByClientOfBalancer => HitOutcome.ClientGone,
        ClosedByServer or TooManyRequests or 503 => HitOutcome.Shed,
        502 => HitOutcome.Unreachable,
        504 => HitOutcome.Timeout,
        >= 500 => HitOutcome.OriginError,
        _ => HitOutcome.Served,
    };
}

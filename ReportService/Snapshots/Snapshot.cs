using Affluence.Report.Room;
using Affluence.Report.Surges;

namespace Affluence.Report.Snapshots;

/// <summary>
/// The figures of one window of 5 minutes, in the shape in which they are told, kept and drawn. A figure that can't honestly be given is
/// null, and <see cref="Unavailable"/> says why; zero is always a counted zero.
/// </summary>
internal sealed record Snapshot
{
    /// <summary>Version of the way figures are made. Figures of different versions are not compared.</summary>
    public const string CurrentMethod = "1";

    /// <summary>End of the window, exclusive, with the site's civil offset.</summary>
    public required DateTimeOffset At { get; init; }

    public required TimeSpan Window { get; init; }

    /// <summary>Distinct visitors with a served page view in the window.</summary>
    public long? Visitors { get; init; }

    /// <summary>Relative standard error of <see cref="Visitors"/>: 0.002 is 0.2 %.</summary>
    public double? StandardError { get; init; }

    /// <summary>
    /// Distinct networks (IPv4 /24, IPv6 /64) of these visitors: what stays true when somebody invents browsers by the thousand.
    /// </summary>
    public long? Networks { get; init; }

    /// <summary>Relative standard error of <see cref="Networks"/>.</summary>
    public double? NetworksStandardError { get; init; }

    public required string Method { get; init; }

    /// <summary>
    /// All its windows were closed and quiet when this was composed, and what it is compared with was too. A final revision never changes;
    /// a late record makes a new one.
    /// </summary>
    public required bool Final { get; init; }

    /// <summary>1, and one more each time that a figure of the final snapshot became another.</summary>
    public int Revision { get; init; } = 1;

    public required Baseline Baseline { get; init; }

    /// <summary>Visitors for each visitor of the baseline moment.</summary>
    public double? Ratio { get; init; }

    public required SurgeState Surge { get; init; }

    /// <summary>By visitors, largest first; unknown (ZZ) is one of them.</summary>
    public required IReadOnlyList<CountryShare> Countries { get; init; }

    public PageViews? PageViews { get; init; }

    /// <summary>Distinct visitors with a refused page view in the window and no served one.</summary>
    public long? TurnedAway { get; init; }

    /// <summary>In visitors.</summary>
    public double? TurnedAwayStandardError { get; init; }

    /// <summary>Visitors who met an error, by cause, and how many of them got in all the same.</summary>
    public Refusals? Refusals { get; init; }

    /// <summary>The waiting room at the end of the window.</summary>
    public RoomFigures? Room { get; init; }

    /// <summary>Page views of the one minute that ends at <see cref="At"/>: arrived, served, refused.</summary>
    public Ledger? Ledger { get; init; }

    /// <summary>Requests by declared bots; they are in no other figure but <see cref="Requests"/>.</summary>
    public long? Bots { get; init; }

    public long? Requests { get; init; }

    public long? Visitors1Minute { get; init; }

    public long? Visitors30Minutes { get; init; }

    public required Quality Quality { get; init; }

    /// <summary>JSON name of a figure that is null, such as <c>baseline.visitors</c>, to one sentence that says why.</summary>
    public required IReadOnlyDictionary<string, string> Unavailable { get; init; }
}

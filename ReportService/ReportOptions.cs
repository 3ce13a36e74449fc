using System.ComponentModel.DataAnnotations;
using Affluence.ServiceDefaults;

namespace Affluence.Report;

/// <summary>How the report composes, keeps and serves snapshots.</summary>
public sealed class ReportOptions : IValidatableObject
{
    public const string Section = "Report";

    /// <summary>A list: the names by which readers ask for the report, besides addresses and names without a dot. See <see cref="KnownHosts"/>.</summary>
    public const string HostsSetting = $"{Section}:Hosts";

    /// <summary>A list of networks, as <c>10.0.0.0/8</c>, whose <c>X-Forwarded-For</c> is believed.</summary>
    public const string TrustedProxiesSetting = $"{Section}:TrustedProxies:Networks";

    /// <summary>Folder of the history, relative to the content root unless absolute. Made if it does not exist.</summary>
    public string DataDirectory { get; set; } = "data/report";

    /// <summary>How often the live snapshot is composed.</summary>
    /// <value>The default is 2 s; from 0.5 s to 1 minute.</value>
    public TimeSpan LiveInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long after the end of a minute its snapshot is composed, so that records that were sent again have arrived.</summary>
    /// <value>The default is 20 s; up to 10 minutes.</value>
    public TimeSpan SettleDelay { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Longest wait for one answer of the counter, when somebody waits for it.</summary>
    /// <value>The default is 5 s; from 0.1 s to 1 minute.</value>
    public TimeSpan CounterDeadline { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for one answer of the counter to put a minute on record, which nobody waits for: half an hour of a night takes its time.</summary>
    /// <value>The default is 30 s; from 1 s to 10 minutes.</value>
    public TimeSpan RecordingDeadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long nothing must have been recorded into a minute's windows, once something was that came later than <see cref="SettleDelay"/>,
    /// before its snapshot is final.
    /// </summary>
    /// <value>
    /// The default is 60 s; from 1 s to 1 hour. Long enough for a writer that is behind to go on, short enough to be counted while the counter
    /// holds it.
    /// </value>
    public TimeSpan QuietTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Age from which the current snapshot is called stale although nothing is known to be wrong.</summary>
    /// <value>The default is 10 s; up to 10 minutes.</value>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long every minute is kept after it was written.</summary>
    /// <value>The default is 35 days: five weeks, so that the median of four weeks is always known.</value>
    public TimeSpan MinuteRetention { get; set; } = TimeSpan.FromDays(35);

    /// <summary>How long the minutes :00, :15, :30 and :45 are kept after they were written.</summary>
    /// <value>The default is 400 days.</value>
    public TimeSpan QuarterHourRetention { get; set; } = TimeSpan.FromDays(400);

    /// <summary>How many clients may follow the figures: by HTTP, by gRPC and on the dashboard, each counted apart.</summary>
    /// <value>The default is 1000.</value>
    public int MaximumStreamClients { get; set; } = 1000;

    /// <summary>How many of each kind one address may have, which an office behind one router shares; of IPv6 it is the /64.</summary>
    /// <value>The default is 100. Behind a proxy set its network (<see cref="TrustedProxiesSetting"/>), or all readers have the proxy's address.</value>
    public int MaximumStreamClientsPerAddress { get; set; } = 100;

    /// <summary>How long a dashboard stays connected in a tab that nobody sees. It gives its place back then, and is loaded anew when somebody looks.</summary>
    /// <value>The default is 10 minutes; from 1 s to 1 day.</value>
    public TimeSpan HiddenDashboardTimeout { get; set; } = TimeSpan.FromMinutes(10);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(DataDirectory))
        {
            yield return Wrong(nameof(DataDirectory), "empty; it must name a folder");
        }

        if (OutOfRange(nameof(LiveInterval), LiveInterval, TimeSpan.FromSeconds(0.5), TimeSpan.FromMinutes(1)) is { } live)
        {
            yield return live;
        }

        if (OutOfRange(nameof(SettleDelay), SettleDelay, TimeSpan.Zero, TimeSpan.FromMinutes(10)) is { } settle)
        {
            yield return settle;
        }

        if (OutOfRange(nameof(CounterDeadline), CounterDeadline, TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(1)) is { } deadline)
        {
            yield return deadline;
        }

        if (OutOfRange(nameof(RecordingDeadline), RecordingDeadline, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)) is { } recording)
        {
            yield return recording;
        }

        if (OutOfRange(nameof(QuietTime), QuietTime, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)) is { } quiet)
        {
            yield return quiet;
        }

        if (OutOfRange(nameof(StaleAfter), StaleAfter, LiveInterval, TimeSpan.FromMinutes(10)) is { } stale)
        {
            yield return stale;
        }

        if (OutOfRange(nameof(MinuteRetention), MinuteRetention, TimeSpan.FromHours(1), TimeSpan.FromDays(3660)) is { } minutes)
        {
            yield return minutes;
        }

        if (OutOfRange(nameof(QuarterHourRetention), QuarterHourRetention, MinuteRetention, TimeSpan.FromDays(3660)) is { } quarterHours)
        {
            yield return quarterHours;
        }

        if (MaximumStreamClients is < 1 or > 100_000)
        {
            yield return Wrong(nameof(MaximumStreamClients), $"{MaximumStreamClients}; it must be from 1 to 100000");
        }

        if (MaximumStreamClientsPerAddress is < 1 or > 100_000)
        {
            yield return Wrong(nameof(MaximumStreamClientsPerAddress), $"{MaximumStreamClientsPerAddress}; it must be from 1 to 100000");
        }

        if (OutOfRange(nameof(HiddenDashboardTimeout), HiddenDashboardTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)) is { } hidden)
        {
            yield return hidden;
        }
    }

    private static ValidationResult? OutOfRange(string name, TimeSpan value, TimeSpan least, TimeSpan most) =>
        value >= least && value <= most ? null : Wrong(name, $"{value:c}; it must be from {least:c} to {most:c}");

    private static ValidationResult Wrong(string name, string fault) => new($"{Section}:{name} is {fault}.", [name]);
}

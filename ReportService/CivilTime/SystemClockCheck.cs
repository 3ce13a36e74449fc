using Microsoft.Extensions.Options;

namespace Affluence.Report.CivilTime;

/// <summary>
/// Says at the start by which release of the time zone database figures are compared, and warns when the operating system's own is another one
/// about the site's zone this year: one of the two is out of date.
/// </summary>
internal sealed partial class SystemClockCheck(IOptions<SiteTimeOptions> options, TimeProvider timeProvider, ILogger<SystemClockCheck> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Log.Named(logger, options.Value.TimeZone, options.Value.Rules.Version);

        // In images without tzdata there is none, and nothing that could disagree.
        if (TimeZoneInfo.TryFindSystemTimeZoneById(options.Value.TimeZone, out var system))
        {
            Compare(system);
        }

        return Task.CompletedTask;
    }

    /// <summary>Warns if the system has other rules for the site's zone.</summary>
    public void Compare(TimeZoneInfo system)
    {
        var year = timeProvider.GetUtcNow().Year;
        if (ZoneDisagreement.First(options.Value.Zone, system, year) is { } found)
        {
            Log.Disagreed(logger, options.Value.Rules.Version, options.Value.TimeZone, year, found.At, found.SystemOffset, found.Offset);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Moments are compared in the civil time of {Zone} by TZDB {Version}")]
        public static partial void Named(ILogger logger, string zone, string version);

        [LoggerMessage(
            LogLevel.Warning,
            "The operating system's time zone data and TZDB {Version}, by which the report goes, disagree about {Zone} in {Year}: from {At:O} it is " +
            "{SystemOffset} from UTC there by the system and {Offset} by the report. Update the system's tzdata or, if the report's is the older one, " +
            "set SiteTime:TzdbFile")]
        public static partial void Disagreed(
            ILogger logger, string version, string zone, int year, DateTimeOffset at, TimeSpan systemOffset, TimeSpan offset);
    }
}

using System.Globalization;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Extensions;
using NodaTime.TimeZones;

namespace Affluence.Report.CivilTime;

/// <summary>The civil time in which the site's week is lived.</summary>
/// <param name="tzdbVersion">The release of the IANA time zone database that the zone is of, for example 2026f.</param>
internal sealed class SiteCalendar(DateTimeZone zone, string tzdbVersion)
{
    public SiteCalendar(IOptions<SiteTimeOptions> options)
        : this(options.Value.Zone, options.Value.Rules.Version)
    {
    }

    public DateTimeZone Zone { get; } = zone;

    public string TzdbVersion { get; } = tzdbVersion;

    /// <summary>The same instant, with the site's civil offset.</summary>
    public DateTimeOffset Localize(DateTimeOffset instant) =>
        instant.ToInstant().InZone(Zone).ToDateTimeOffset();

    /// <summary>The instant of a minute since 1970-01-01T00:00:00Z, with the site's civil offset.</summary>
    public DateTimeOffset InstantOf(long minute) => Localize(DateTimeOffset.FromUnixTimeSeconds(minute * 60));

    /// <summary>
    /// The same civil moment whole weeks before: the same time by the clock on the wall, 169 hours earlier for one week over which
    /// clocks went back. A time that the earlier day's clocks skipped is moved on by the length of the gap, one that they showed twice
    /// is the first of the two; either is said in the note.
    /// </summary>
    public CivilMoment WeeksBefore(DateTimeOffset instant, int weeks)
    {
        var here = instant.ToInstant().InZone(Zone);
        var earlier = here.LocalDateTime.PlusWeeks(-weeks);
        var mapping = Zone.MapLocal(earlier);
        return mapping.Count switch
        {
            0 => DidNotExist(earlier, mapping),
            1 => new CivilMoment(mapping.Single().ToDateTimeOffset(), HappensTwice(here)),
            _ => HappenedTwice(earlier, mapping),
        };
    }

    private CivilMoment DidNotExist(LocalDateTime earlier, ZoneLocalMapping mapping)
    {
        var shifted = Resolvers.ReturnForwardShifted(earlier, mapping.Zone, mapping.EarlyInterval, mapping.LateInterval).ToDateTimeOffset();
        return new CivilMoment(shifted, $"{Show(earlier)} did not exist in {Zone.Id}, since clocks went forward: compared with {Show(shifted)}.");
    }

    private CivilMoment HappenedTwice(LocalDateTime earlier, ZoneLocalMapping mapping)
    {
        var first = mapping.First().ToDateTimeOffset();
        return new CivilMoment(first, $"{Show(earlier)} happened twice in {Zone.Id}, since clocks went back: compared with the first, {Show(first)}.");
    }

    private string? HappensTwice(ZonedDateTime here) =>
        Zone.MapLocal(here.LocalDateTime).Count == 2
            ? $"{Show(here.LocalDateTime)} happens twice in {Zone.Id}, since clocks go back: both are compared with the same moment."
            : null;

    private static string Show(LocalDateTime local) => local.ToString("uuuu-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    private static string Show(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture);
}

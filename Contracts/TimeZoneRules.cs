using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.TimeZones;
using NodaTime.Utility;

namespace Affluence;

/// <summary>The rules of civil time of the whole world: one release of the IANA time zone database (TZDB).</summary>
public sealed class TimeZoneRules
{
    private readonly DateTimeZoneCache _zones;

    private TimeZoneRules(TzdbDateTimeZoneSource source)
    {
        Version = source.TzdbVersion;
        _zones = new DateTimeZoneCache(source);
    }

    /// <summary>The release that NodaTime carries.</summary>
    public static TimeZoneRules Bundled { get; } = new(TzdbDateTimeZoneSource.Default);

    /// <summary>For example 2026f.</summary>
    public string Version { get; }

    /// <summary>A zone by its IANA name; null: this release has none of that name.</summary>
    public DateTimeZone? Find(string name) => _zones.GetZoneOrNull(name);

    /// <summary>Reads a file in NodaTime's format (.nzd), as <c>https://nodatime.org/tzdb/</c> has one of each release.</summary>
    /// <param name="fault">Why there are none, as the end of a sentence that begins with the setting and its value.</param>
    public static bool TryRead(string path, [NotNullWhen(true)] out TimeZoneRules? rules, [NotNullWhen(false)] out string? fault)
    {
        (rules, fault) = (null, null);
        try
        {
            using var file = File.OpenRead(path);
            var source = TzdbDateTimeZoneSource.FromStream(file);
            source.Validate();
            rules = new TimeZoneRules(source);
            return true;
        }
        catch (Exception exception) when (exception is InvalidNodaDataException or EndOfStreamException or ArgumentException or FormatException)
        {
            fault = "which is no time zone data in NodaTime's format (.nzd).";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            fault = $"which can't be read: {exception.Message}";
        }

        return false;
    }
}

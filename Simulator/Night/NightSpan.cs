using System.Globalization;
using NodaTime;

namespace Affluence.Simulator.Night;

/// <summary>Reads which part of the night is to be played.</summary>
internal static class NightSpan
{
    /// <exception cref="UnusableArgumentException">There is no such part; the message names the option.</exception>
    public static NightSettings Read(LocalDateTime from, LocalDateTime to, DateTimeZone zone, double scale, int seed)
    {
        var (first, end) = (Minute("--from", from, zone), Minute("--to", to, zone));
        return first < end
            ? new NightSettings(zone, first, end, scale, seed)
            : throw new UnusableArgumentException($"--from: {Show(from)} is not before --to, {Show(to)}.");
    }

    private static int Minute(string option, LocalDateTime time, DateTimeZone zone)
    {
        var instants = zone.MapLocal(time);
        if (instants.Count != 1)
        {
            throw new UnusableArgumentException(instants.Count == 0
                ? $"{option}: {Show(time)} does not exist in {zone.Id}, since clocks went forward."
                : $"{option}: {Show(time)} happens twice in {zone.Id}, since clocks went back.");
        }

        var at23 = NightSettings.NightAt23.InZoneLeniently(zone).ToInstant();
        var minute = (instants.Single().ToInstant() - at23).TotalMinutes;
        return minute is >= Evening.FirstMinute and <= Evening.EndMinute
            ? (int)minute
            : throw new UnusableArgumentException(
                $"{option}: {Show(time)} is not within the night, which is from {Show(NightSettings.NightAt23.PlusMinutes(Evening.FirstMinute))} to " +
                $"{Show(NightSettings.NightAt23.PlusMinutes(Evening.EndMinute))}.");
    }

    private static string Show(LocalDateTime time) => time.ToString("uuuu-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}

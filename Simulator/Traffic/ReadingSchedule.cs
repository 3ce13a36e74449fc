namespace Affluence.Simulator.Traffic;

/// <summary>
/// When who reads a page. Visitors arrive evenly over the run; each reads a page on arrival, after 20 s and after 40 s, and then one every
/// 3 minutes until the run ends. So at the end each has read one within the last 3 minutes, whatever the length of the run.
/// </summary>
public sealed class ReadingSchedule(int visitors, TimeSpan duration)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongPause = TimeSpan.FromMinutes(3);

    private readonly TimeSpan[] _offsets = [.. Offsets(duration)];

    /// <summary>How many pages are read in all.</summary>
    public long Count => _offsets.Sum(offset => (long)VisitorsBefore(duration - offset));

    /// <summary>All reads in the order of their times.</summary>
    public IEnumerable<ScheduledRead> Reads()
    {
        // Reads number n of all visitors are in order already, so this merges as many rows as one visitor has reads.
        var next = new int[_offsets.Length];
        while (true)
        {
            var read = -1;
            var earliest = duration;
            for (var row = 0; row < next.Length; row++)
            {
                if (next[row] < visitors && Arrival(next[row]) + _offsets[row] is var at && at < earliest)
                {
                    (read, earliest) = (row, at);
                }
            }

            if (read < 0)
            {
                yield break;
            }

            yield return new(earliest, next[read]++, read);
        }
    }

    private TimeSpan Arrival(int visitor) => duration * ((double)visitor / visitors);

    private int VisitorsBefore(TimeSpan time)
    {
        var count = (int)Math.Clamp(Math.Ceiling(time / duration * visitors), 0, visitors);
        while (count > 0 && Arrival(count - 1) >= time)
        {
            count--;
        }

        while (count < visitors && Arrival(count) < time)
        {
            count++;
        }

        return count;
    }

    private static IEnumerable<TimeSpan> Offsets(TimeSpan duration)
    {
        yield return TimeSpan.Zero;
        yield return Pause;
        for (var offset = 2 * Pause; offset < duration; offset += LongPause)
        {
            yield return offset;
        }
    }
}

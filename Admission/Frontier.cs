namespace Affluence.Admission;

/// <summary>Moves the instant before which arrivals are let in over as many people as there is room for.</summary>
internal static class Frontier
{
    /// <summary>How far ahead of the clock it may be when nobody waits, so that who comes next is let in without waiting for a poll.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(2);

    /// <param name="from">Where it is.</param>
    /// <param name="openedAt">When the room opened: who came before that has not waited.</param>
    /// <param name="reading">Who waits. People of one slot are taken to have arrived evenly over it.</param>
    /// <param name="room">People there is room for.</param>
    /// <param name="target">People that may be inside.</param>
    /// <param name="now">The moment.</param>
    /// <returns>Where it goes, and how many of those who are there it lets in.</returns>
    public static (DateTimeOffset To, int LetIn) Advance(
        DateTimeOffset from, DateTimeOffset openedAt, AdmissionReading reading, int room, int target, DateTimeOffset now)
    {
        if (room <= 0 || from >= now)
        {
            return (room <= 0 ? from : LeadOf(from, room, target, now), 0);
        }

        var (frontier, left) = (from, (double)room);
        var passed = Later(reading.FrontierBefore, openedAt);
        foreach (var (slot, people) in reading.Waiting)
        {
            var end = Earlier(slot.End, now);
            var start = Later(slot.Start, frontier);
            if (start >= end)
            {
                continue;
            }

            // Some of those counted may have been let in since they asked; the others came in the rest of the slot.
            var ahead = people * ((end - start) / (end - Later(slot.Start, Earlier(passed, start))));
            if (ahead > left)
            {
                return (start + ((end - start) * (left / ahead)), room);
            }

            (frontier, left) = (end, left - ahead);
        }

        return (LeadOf(now, left, target, now), (int)Math.Ceiling(room - left));
    }

    private static DateTimeOffset LeadOf(DateTimeOffset from, double room, int target, DateTimeOffset now) =>
        room >= target / 10.0 ? Later(from, now + Lead) : from;

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}

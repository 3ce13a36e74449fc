namespace Affluence.Report.Room;

/// <summary>Makes the room's figures of what became of those who came, minute by minute of arrival.</summary>
internal static class RoomComposer
{
    private static readonly int[] Ages = [1, 2, 5, 10, 15, 30, 60];

    /// <param name="openSince">When the room was opened.</param>
    /// <param name="end">End of the window; nothing in <paramref name="arrivals"/> happened after it.</param>
    /// <param name="arrivals">By minute of arrival.</param>
    public static RoomFigures Compose(DateTimeOffset openSince, DateTimeOffset end, IReadOnlyList<RoomArrivals> arrivals)
    {
        var joined = arrivals.Sum(minute => minute.Joined);
        var admitted = arrivals.Sum(minute => minute.LetIn.Values.Sum());
        var waiting = arrivals.Sum(minute => Waiting(minute, end));
        return new RoomFigures(
            openSince,
            joined,
            admitted,
            Math.Min(waiting, Math.Max(0, joined - admitted)),
            Math.Max(0, joined - admitted - waiting),
            [.. Ages.Select(age => WaitOf(age, end, arrivals)).OfType<RoomWait>()]);
    }

    /// <summary>Who of one minute asked in the last minute of the wait that all of them have had by now, and was not let in since.</summary>
    public static long Waiting(RoomArrivals minute, DateTimeOffset end)
    {
        var had = (int)(end - minute.Start).TotalMinutes - 1;
        var asked = had <= 0 ? minute.Joined : minute.Waited.GetValueOrDefault(had);
        var since = minute.LetIn.Where(wait => wait.Key >= Math.Max(0, had)).Sum(wait => wait.Value);
        return Math.Max(0, asked - since);
    }

    private static RoomWait? WaitOf(int age, DateTimeOffset end, IReadOnlyList<RoomArrivals> arrivals)
    {
        var start = end.AddMinutes(-age - 1);
        if (arrivals.FirstOrDefault(minute => minute.Start <= start && start < minute.Start.AddMinutes(1)) is not { } minute)
        {
            return null;
        }

        var waiting = Waiting(minute, end);
        var stayed = minute.LetIn.Values.Sum() + waiting;
        var (median, medianIsAtLeast) = Quantile(minute, stayed, 0.5, age);
        var (most, mostIsAtLeast) = Quantile(minute, stayed, 0.9, age);
        return new RoomWait(age, stayed, median, medianIsAtLeast, most, mostIsAtLeast);
    }

    private static (int? Minutes, bool IsAtLeast) Quantile(RoomArrivals minute, long stayed, double share, int age)
    {
        if (stayed == 0)
        {
            return (null, false);
        }

        var left = (long)Math.Ceiling(share * stayed);
        foreach (var (wait, visitors) in minute.LetIn.OrderBy(wait => wait.Key))
        {
            left -= visitors;
            if (left <= 0)
            {
                return (wait, false);
            }
        }

        return (age, true);
    }
}

/// <summary>What became of those who came in one minute.</summary>
/// <param name="Start">Start of the minute.</param>
/// <param name="Joined">Who was given a place.</param>
/// <param name="Waited">By whole minutes of their wait: who asked in it and was told to wait on.</param>
/// <param name="LetIn">By whole minutes of their wait: who was let in.</param>
internal sealed record RoomArrivals(DateTimeOffset Start, long Joined, IReadOnlyDictionary<int, long> Waited, IReadOnlyDictionary<int, long> LetIn);

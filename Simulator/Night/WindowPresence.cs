namespace Affluence.Simulator.Night;

/// <summary>How many visitors of each group each 5-minute window holds, as far as their visits are planned.</summary>
internal sealed class WindowPresence(int groups, int minutes)
{
    private const int WindowMinutes = 5;

    private readonly int[,] _visitors = new int[groups, minutes + WindowMinutes + 1];

    /// <param name="minute">Where the window ends.</param>
    public int At(int group, int minute) => _visitors[group, minute];

    /// <summary>Counts a visitor once in each window that holds one of the minutes.</summary>
    /// <param name="pageViewMinutes">Never going back.</param>
    public void Add(int group, ReadOnlySpan<int> pageViewMinutes)
    {
        var next = 0;
        foreach (var minute in pageViewMinutes)
        {
            for (var window = Math.Max(next, minute + 1); window <= minute + WindowMinutes; window++)
            {
                _visitors[group, window]++;
            }

            next = minute + WindowMinutes + 1;
        }
    }
}

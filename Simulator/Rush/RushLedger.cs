namespace Affluence.Simulator.Rush;

/// <summary>What the visitors of a rush were answered, for the verdict. Thread-safe.</summary>
internal sealed class RushLedger
{
    private readonly Lock _lock = new();
    private readonly List<RoomAnswer> _answers = [];
    private readonly List<PageAnswer> _pages = [];
    private readonly List<bool> _intervals = [];

    public int Information { get; private set; }

    public int InformationFailed { get; private set; }

    public int Waited { get; private set; }

    /// <summary>Of these, who had been let in before.</summary>
    public int WaitedAgain { get; private set; }

    public int GaveUp { get; private set; }

    public int BotsWithAPlace { get; private set; }

    /// <summary>What was answered to those who had a place and asked whether it was their turn.</summary>
    public IReadOnlyList<RoomAnswer> Answers => _answers;

    /// <summary>What was answered to those who asked the site for a page, and were not sent to wait.</summary>
    public IReadOnlyList<PageAnswer> Pages => _pages;

    /// <summary>Of each visitor let in who had been given an interval for the wait: whether the wait lay in it.</summary>
    public IReadOnlyList<bool> Intervals => _intervals;

    public void AddInformation(bool isServed) => Change(() => (Information, InformationFailed) = (Information + 1, InformationFailed + (isServed ? 0 : 1)));

    public void AddPage(PageAnswer answer) => Change(() => _pages.Add(answer));

    public void AddWait(bool isAgain) => Change(() => (Waited, WaitedAgain) = (Waited + 1, WaitedAgain + (isAgain ? 1 : 0)));

    public void AddGivenUp() => Change(() => GaveUp++);

    public void AddBotWithAPlace() => Change(() => BotsWithAPlace++);

    public void AddAnswer(RoomAnswer answer) => Change(() => _answers.Add(answer));

    /// <param name="holds">Whether the wait of somebody let in lay in the interval given first.</param>
    public void AddInterval(bool holds) => Change(() => _intervals.Add(holds));

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
        }
    }
}

/// <param name="Arrival">When the visitor was given the place.</param>
/// <param name="At">When they asked.</param>
/// <param name="IsLetIn">Whether it was their turn.</param>
internal readonly record struct RoomAnswer(DateTimeOffset Arrival, DateTimeOffset At, bool IsLetIn);

/// <param name="At">When it was answered.</param>
/// <param name="IsServed">Whether with the page.</param>
/// <param name="HasWaited">Whether the visitor had waited before and was let in.</param>
internal readonly record struct PageAnswer(DateTimeOffset At, bool IsServed, bool HasWaited);

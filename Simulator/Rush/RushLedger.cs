namespace Affluence.Simulator.Rush;

/// <summary>What was answered, for the verdict. Thread-safe.</summary>
internal sealed class RushLedger
{
    private readonly Lock _lock = new();
    private readonly List<(DateTimeOffset Arrival, DateTimeOffset At, bool IsIn)> _answers = [];
    private int _told;
    private int _heldTrue;

    public int Information { get; private set; }

    public int InformationFailed { get; private set; }

    public int Pages { get; private set; }

    public int PagesRefused { get; private set; }

    public int Waited { get; private set; }

    public int LetIn { get; private set; }

    public int GaveUp { get; private set; }

    public int BotsWithAPlace { get; private set; }

    /// <summary>Share of those let in, and told an interval before, whose wait lay in it; null if nobody was told one.</summary>
    public double? HeldTrue => _told == 0 ? null : (double)_heldTrue / _told;

    public void Informed(bool isServed) => Change(() => (Information, InformationFailed) = (Information + 1, InformationFailed + (isServed ? 0 : 1)));

    public void Page(bool isServed) => Change(() => (Pages, PagesRefused) = (Pages + (isServed ? 1 : 0), PagesRefused + (isServed ? 0 : 1)));

    public void BeganToWait() => Change(() => Waited++);

    public void Left() => Change(() => GaveUp++);

    public void BotWasGivenAPlace() => Change(() => BotsWithAPlace++);

    public void Asked(DateTimeOffset arrival, DateTimeOffset at) => Change(() => _answers.Add((arrival, at, false)));

    /// <param name="arrival">When his ticket was given out.</param>
    /// <param name="at">When he was let in.</param>
    /// <param name="told">The first interval he was told and when, if he was.</param>
    public void WasLetIn(DateTimeOffset arrival, DateTimeOffset at, (DateTimeOffset At, TimeSpan Low, TimeSpan High)? told) => Change(() =>
    {
        LetIn++;
        _answers.Add((arrival, at, true));
        if (told is { } interval)
        {
            _told++;
            _heldTrue += at - interval.At >= interval.Low && at - interval.At <= interval.High ? 1 : 0;
        }
    });

    /// <summary>
    /// Who was told to wait although somebody who came more than a second after him had been let in before, and long enough before for every gateway to
    /// know of it.
    /// </summary>
    public int Inversions(TimeSpan knowledge)
    {
        var inversions = 0;
        var latest = DateTimeOffset.MinValue;
        var letIn = new Queue<(DateTimeOffset Arrival, DateTimeOffset At)>();
        foreach (var (arrival, at, isIn) in _answers.OrderBy(answer => answer.At))
        {
            while (letIn.TryPeek(out var earlier) && at - earlier.At > knowledge)
            {
                latest = earlier.Arrival > latest ? earlier.Arrival : latest;
                letIn.Dequeue();
            }

            if (isIn)
            {
                letIn.Enqueue((arrival, at));
            }
            else if (latest - arrival > TimeSpan.FromSeconds(1))
            {
                inversions++;
            }
        }

        return inversions;
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
        }
    }
}

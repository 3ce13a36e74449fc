using Affluence.Simulator.Reports;

namespace Affluence.Simulator.Rush;

/// <summary>Judges a rush by what its visitors were answered.</summary>
/// <param name="ledger">What they were answered.</param>
/// <param name="fairness">What the report says of those who came; null: nobody waited, or it said nothing.</param>
internal sealed class RushVerdict(RushLedger ledger, ReportFairness? fairness)
{
    /// <summary>Least share of the waits that lie in the interval given.</summary>
    public const double LeastIntervals = 0.9;

    /// <summary>Least share of the site's best throughput in this run that it is used at while people wait.</summary>
    public const double LeastGoodput = 0.8;

    /// <summary>Most refused of the pages that those want who were let in.</summary>
    public const double MostRefused = 0.1;

    /// <summary>How long it takes until every gateway knows who is let in, generously.</summary>
    private static readonly TimeSpan Knowledge = TimeSpan.FromSeconds(5);

    /// <summary>For how long after the first visitor was sent to wait it is being found out how many the site has room for.</summary>
    private static readonly TimeSpan Discovery = TimeSpan.FromMinutes(2);

    /// <summary>Throughput is that of half a minute: in less, chance makes the best one.</summary>
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(30);

    public bool Holds => Lines.All(line => line.Holds != false);

    public IReadOnlyList<RushLine> Lines =>
    [
        RushLine.Checked($"information pages answered", $"{ledger.Information - ledger.InformationFailed:N0} of {ledger.Information:N0}", ledger.InformationFailed == 0),
        RushLine.Shown($"sent to wait", $"{ledger.Waited:N0}"),
        RushLine.Checked($"sent to wait again after they were let in", $"{ledger.WaitedAgain:N0}", ledger.WaitedAgain == 0),
        RushLine.Checked($"let in", $"{LetIn:N0}", LetIn + ledger.GaveUp == ledger.Waited),
        RushLine.Shown($"gave up", $"{ledger.GaveUp:N0}"),
        RushLine.Checked($"let in although others had come before", $"{Inversions:N0}", Inversions == 0),
        Intervals is { } intervals
            ? RushLine.Checked($"waited as long as the page said ({LeastIntervals:0 %} at least)", $"{intervals:0.0 %}", intervals >= LeastIntervals)
            : RushLine.Shown($"waited as long as the page said", $"no interval was given"),
        fairness?.Fairness is { Tested: > 0 } figures
            ? RushLine.Checked($"countries that waited longer than others", $"{figures.Longer} of {figures.Tested}", figures.Longer == 0)
            : RushLine.Shown($"countries that waited longer than others", $"{fairness?.Reason ?? "too few waited for a test"}"),
        RushLine.Checked($"bots that were given a place", $"{ledger.BotsWithAPlace:N0}", ledger.BotsWithAPlace == 0),
        RushLine.Shown($"pages of those who did not have to wait", $"{Pages(false):N0}, {Refused(false):N0} refused"),
        RushLine.Checked(
            $"pages of those let in ({MostRefused:0 %} refused at most)", $"{Pages(true):N0}, {Refused(true):N0} refused", Refused(true) <= MostRefused * Pages(true)),
        Goodput is { } goodput
            ? RushLine.Checked($"share of the site's best, while people waited ({LeastGoodput:0 %} at least)", $"{goodput:0.0 %}", goodput >= LeastGoodput)
            : RushLine.Shown($"share of the site's best, while people waited", $"too short to say"),
    ];

    public int LetIn => ledger.Answers.Count(answer => answer.IsLetIn);

    /// <summary>0 to 1; null if nobody was given an interval and then let in.</summary>
    public double? Intervals => ledger.Intervals.Count == 0 ? null : ledger.Intervals.Count(holds => holds) / (double)ledger.Intervals.Count;

    /// <summary>
    /// How many times somebody was kept waiting although a visitor who came more than a second later had been let in, and long enough ago for every
    /// gateway to know of it.
    /// </summary>
    public int Inversions
    {
        get
        {
            var inversions = 0;
            var latest = DateTimeOffset.MinValue;
            var letIn = new Queue<RoomAnswer>();
            foreach (var answer in ledger.Answers.OrderBy(answer => answer.At))
            {
                while (letIn.TryPeek(out var earlier) && answer.At - earlier.At > Knowledge)
                {
                    latest = earlier.Arrival > latest ? earlier.Arrival : latest;
                    letIn.Dequeue();
                }

                if (answer.IsLetIn)
                {
                    letIn.Enqueue(answer);
                }
                else if (latest - answer.Arrival > TimeSpan.FromSeconds(1))
                {
                    inversions++;
                }
            }

            return inversions;
        }
    }

    /// <summary>
    /// Pages a second that the site answered from two minutes after the first visitor was sent to wait until half a minute before the last was let in, as a
    /// share of those in the best half minute; null if people waited for less than three minutes.
    /// </summary>
    public double? Goodput
    {
        get
        {
            if (!ledger.Answers.Any(answer => answer.IsLetIn))
            {
                return null;
            }

            var from = ledger.Answers.Min(answer => answer.Arrival) + Discovery;
            var to = ledger.Answers.Where(answer => answer.IsLetIn).Max(answer => answer.At) - Span;
            if (to - from < Span)
            {
                return null;
            }

            DateTimeOffset[] served = [.. ledger.Pages.Where(page => page.IsServed).Select(page => page.At).Order()];
            return served.Count(at => at >= from && at < to) / (to - from).TotalSeconds / (MostWithin(served, Span) / Span.TotalSeconds);
        }
    }

    private static int MostWithin(DateTimeOffset[] ascending, TimeSpan span)
    {
        var (most, first) = (0, 0);
        for (var last = 0; last < ascending.Length; last++)
        {
            while (ascending[last] - ascending[first] >= span)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return most;
    }

    private int Pages(bool hasWaited) => ledger.Pages.Count(page => page.HasWaited == hasWaited);

    private int Refused(bool hasWaited) => ledger.Pages.Count(page => page.HasWaited == hasWaited && !page.IsServed);
}

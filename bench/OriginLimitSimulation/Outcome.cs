namespace Affluence.OriginLimitSimulation;

/// <summary>What came of a scenario, second by second.</summary>
public sealed class Outcome(int seconds, int gateways)
{
    private readonly int[] _answered = new int[seconds];
    private readonly double[] _possible = new double[seconds];
    private readonly List<double>[] _times = [.. Enumerable.Range(0, seconds).Select(_ => new List<double>())];

    /// <summary>Answers by gateway.</summary>
    public int[] ByGateway { get; } = new int[gateways];

    /// <summary>Answers as a share of what the site could do at best, or of what was asked for if that is less.</summary>
    /// <param name="from">Second, included.</param>
    /// <param name="to">Second, not included.</param>
    public double Goodput(int from, int to) => _answered[from..to].Sum() / _possible[from..to].Sum();

    /// <summary>99th percentile in seconds of the time from arrival to answer of who got one; NaN if nobody did.</summary>
    public double Percentile99(int from, int to)
    {
        var times = _times[from..to].SelectMany(time => time).Order().ToList();
        return times.Count == 0 ? double.NaN : times[(int)(times.Count * 0.99)];
    }

    public void Allow(int second, double requests) => _possible[second] = requests;

    public void Answer(SimulatedRequest request, double now)
    {
        _answered[(int)now]++;
        _times[(int)now].Add(now - request.Arrived);
        ByGateway[request.Gateway]++;
    }
}

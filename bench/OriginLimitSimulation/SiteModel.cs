namespace Affluence.OriginLimitSimulation;

/// <summary>
/// A site that shares its processors among all requests in flight, and collapses: beyond its capacity each further request costs the others more than its
/// share. Exact for any number of requests: all advance at one rate, so each is done when the work that everybody got reaches its own.
/// </summary>
public sealed class SiteModel
{
    private readonly PriorityQueue<SimulatedRequest, double> _running = new();
    private double _workDone;
    private double _now;

    /// <summary>Requests at once that are answered at full speed.</summary>
    public double Capacity { get; set; } = 100;

    /// <summary>Loss by congestion: at n times the capacity, throughput is 1 / (1 + Collapse · (n − 1)) of the best.</summary>
    public double Collapse { get; set; } = 0.5;

    /// <summary>Factor on the time of all pages, whatever the load.</summary>
    public double Slowness { get; set; } = 1;

    /// <summary>Seconds from the start at which the next request is done; infinite if none runs.</summary>
    public double NextFinish =>
        _running.TryPeek(out _, out var work) ? _now + Math.Max(0, (work - _workDone) / Speed) : double.PositiveInfinity;

    private double Speed
    {
        get
        {
            var load = Math.Max(1, _running.Count / Capacity);
            return 1 / (Slowness * load * (1 + (Collapse * (load - 1))));
        }
    }

    /// <summary>Requests per second, for requests of this mean work in seconds.</summary>
    public double BestThroughput(double meanWork) => Capacity / (meanWork * Slowness);

    public void Add(SimulatedRequest request, double now)
    {
        Advance(now);
        _running.Enqueue(request, _workDone + request.Work);
    }

    public SimulatedRequest Finish(double now)
    {
        Advance(now);
        return _running.Dequeue();
    }

    public void Advance(double now)
    {
        if (_running.Count > 0)
        {
            _workDone += (now - _now) * Speed;
        }

        _now = now;
    }
}

namespace Affluence.Gateway.Capture;

/// <summary>
/// Accounts for every hit, at any moment: seen + recovered = the hits of every stage + acknowledged + dropped. Hits move from stage to
/// stage, and whoever moves them tells how many left the one and how many arrived in the other as he counted them on each side: were one
/// lost between, the balance would not come out.
/// </summary>
internal sealed class DeliveryLedger(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long[] _stages = new long[Enum.GetValues<HitStage>().Length];
    private readonly long[] _dropped = new long[Enum.GetValues<DropReason>().Length];
    private long _seen;
    private long _recovered;
    private long _acknowledged;
    private DateTimeOffset? _lastDrop;

    /// <summary>A hit came in, and is queued.</summary>
    public void Seen()
    {
        lock (_lock)
        {
            _seen++;
            _stages[(int)HitStage.Queued]++;
        }
    }

    /// <summary>Hits of an earlier process were found in the spool.</summary>
    public void Recovered(HitStage stage, long hits)
    {
        lock (_lock)
        {
            _recovered += hits;
            _stages[(int)stage] += hits;
        }
    }

    public void Move(HitStage from, HitStage to, long hits) => Move(from, hits, to, hits);

    public void Move(HitStage from, long left, HitStage to, long arrived)
    {
        lock (_lock)
        {
            _stages[(int)from] -= left;
            _stages[(int)to] += arrived;
        }
    }

    /// <summary>Hits in flight have arrived.</summary>
    public void Acknowledged(long hits)
    {
        lock (_lock)
        {
            _stages[(int)HitStage.InFlight] -= hits;
            _acknowledged += hits;
        }
    }

    public void Dropped(HitStage from, DropReason reason, long hits)
    {
        if (hits == 0)
        {
            return;
        }

        lock (_lock)
        {
            _stages[(int)from] -= hits;
            _dropped[(int)reason] += hits;
            _lastDrop = time.GetUtcNow();
        }
    }

    public DeliveryBalance Read()
    {
        lock (_lock)
        {
            return new DeliveryBalance(
                _seen,
                _recovered,
                _acknowledged,
                Enum.GetValues<HitStage>().ToDictionary(stage => stage, stage => _stages[(int)stage]),
                Enum.GetValues<DropReason>().ToDictionary(reason => reason, reason => _dropped[(int)reason]),
                _lastDrop);
        }
    }
}

namespace Affluence.Admission.Tests;

/// <summary>What the store keeps, with exact sets: who was told to wait, who was inside, what the site had to do, and what was decided.</summary>
internal sealed class RoomModel
{
    private readonly Dictionary<(long Period, long Slot), HashSet<int>> _waiting = [];
    private readonly Dictionary<long, HashSet<int>> _inside = [];
    private readonly Dictionary<long, SiteLoad> _load = [];
    private readonly SortedDictionary<long, AdmissionStep> _steps = [];

    private DateTimeOffset _knownSince = DateTimeOffset.UnixEpoch;

    public RoomState State { get; private set; } = RoomState.Initial;

    public void Wait(int person, DateTimeOffset arrival, DateTimeOffset now) => Of(_waiting, (PeriodOf(now), Bucket.Of(arrival).Number)).Add(person);

    public void Use(int person, DateTimeOffset now) => Of(_inside, Bucket.Of(now).Number).Add(person);

    public void Load(SiteLoad load, DateTimeOffset now) =>
        _load[Bucket.Of(now).Number] = _load.GetValueOrDefault(Bucket.Of(now).Number) + load;

    public void Merge(RoomState known) => State = State.Merge(known);

    /// <summary>The store loses everything it had.</summary>
    public void Forget(DateTimeOffset now)
    {
        _knownSince = now;
        _waiting.Clear();
        _inside.Clear();
        _load.Clear();
        _steps.Clear();
        State = RoomState.Initial;
    }

    public RoomState Decide(DateTimeOffset now)
    {
        var decided = AdmissionController.Decide(State, Read(now), now);
        State = State.Merge(decided);
        if (State.Step.Second > 0)
        {
            _steps[State.Step.Second] = State.Step;
        }

        return State;
    }

    public AdmissionReading Read(DateTimeOffset now)
    {
        var period = PeriodOf(now);
        foreach (var old in _waiting.Keys.Where(key => key.Period < period - 1).ToList())
        {
            _waiting.Remove(old);
        }

        var bucket = Bucket.Of(now).Number;
        var firstSlot = Bucket.Of(State.Frontier).Number;
        var slots = _waiting.Where(waiting => waiting.Key.Period >= period - 1 && waiting.Key.Slot >= firstSlot)
            .GroupBy(waiting => waiting.Key.Slot, waiting => waiting.Value.Count)
            .OrderBy(slot => slot.Key);
        return new AdmissionReading
        {
            Inside = Enumerable.Range(0, 7).SelectMany(ago => _inside.GetValueOrDefault(bucket - ago) ?? []).Distinct().Count(),
            LastLoad = _load.GetValueOrDefault(bucket - 1),
            CurrentLoad = _load.GetValueOrDefault(bucket),
            Waiting = [.. slots.Select(slot => new ArrivalCount(Bucket.FromNumber(slot.Key), slot.Max()))],
            KnownSince = _knownSince,
            WaitingSince = DateTimeOffset.UnixEpoch + (PollInterval.Presence * (period - 1)),
            Steps = [.. _steps.Values.Where(step => step.Second > (now - WaitForecast.Memory).ToUnixTimeSeconds())],
        };
    }

    private static long PeriodOf(DateTimeOffset now) => (now - DateTimeOffset.UnixEpoch).Ticks / PollInterval.Presence.Ticks;

    private static HashSet<int> Of<T>(Dictionary<T, HashSet<int>> sets, T key)
        where T : notnull => sets.TryGetValue(key, out var set) ? set : sets[key] = [];
}

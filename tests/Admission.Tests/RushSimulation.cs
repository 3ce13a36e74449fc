namespace Affluence.Admission.Tests;

/// <summary>A rush in simulated time: people come to two gateways, wait, look at pages of a site that can do so many a second, and leave.</summary>
internal sealed class RushSimulation(int seed)
{
    public static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_478_660_400);

    private readonly Random _random = new(seed);
    private readonly RoomModel _store = new();
    private readonly PriorityQueue<Person, double> _next = new();
    private readonly List<Person> _people = [];
    private double _queue;
    private SiteLoad _load;
    private double _now;

    /// <summary>Pages a second that the site can do, at a second.</summary>
    public Func<double, double> Capacity { get; init; } = _ => 50;

    /// <summary>People a second that come, at a second.</summary>
    public Func<double, double> Arrivals { get; init; } = _ => 18;

    /// <summary>Share of those waiting who leave for good, by the second at which they do.</summary>
    public Dictionary<int, double> Leaving { get; init; } = [];

    /// <summary>Seconds at which the store loses its memory.</summary>
    public HashSet<int> Losses { get; init; } = [];

    /// <summary>Seconds between two pages of one person.</summary>
    public double Think { get; init; } = 12;

    /// <summary>Pages that a person wants, in the mean; their number is geometric.</summary>
    public int Pages { get; init; } = 10;

    public List<Person> People => _people;

    /// <summary>What those were answered who had not been let in before.</summary>
    public List<(DateTimeOffset Arrival, DateTimeOffset At, bool WasLetIn)> Answers { get; } = [];

    /// <summary>Pages that were answered in each second, and that could have been.</summary>
    public List<(double Done, double Possible)> Seconds { get; } = [];

    /// <summary>People inside and called, against the target, at each step that let somebody in.</summary>
    public List<(int People, int Target)> Steps { get; } = [];

    public RoomState State { get; private set; } = RoomState.Initial;

    private DateTimeOffset Now => Start + TimeSpan.FromSeconds(_now);

    public void Run(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            Exchange(second);
            for (var arrivals = Poisson(Arrivals(second)); arrivals > 0; arrivals--)
            {
                var at = second + _random.NextDouble();
                var person = new Person(_people.Count, Start + TimeSpan.FromSeconds(at)) { PagesLeft = 1 + (int)(-Math.Log(1 - _random.NextDouble()) * (Pages - 0.5)) };
                _people.Add(person);
                _next.Enqueue(person, at);
            }

            var done = 0.0;
            var budget = Capacity(second);
            _queue = Math.Max(0, _queue - budget);
            while (_next.TryPeek(out var person, out var at) && at < second + 1)
            {
                _next.Dequeue();
                _now = at;
                done += Act(person, budget) ? 1 : 0;
            }

            Seconds.Add((Math.Min(done, budget), budget));
        }
    }

    /// <summary>Share of what was possible, from one second to another.</summary>
    public double Goodput(int from, int to) => Seconds[from..to].Sum(second => second.Done) / Seconds[from..to].Sum(second => second.Possible);

    private void Exchange(int second)
    {
        _now = second;
        if (Losses.Contains(second))
        {
            _store.Forget(Now);
        }

        if (Leaving.TryGetValue(second, out var share))
        {
            foreach (var person in _people.Where(person => person.LetInAt is null && _random.NextDouble() < share))
            {
                person.HasLeft = true;
            }
        }

        _store.Merge(State);
        _store.Load(_load, Now);
        _load = default;
        var reading = _store.Read(Now);
        State = _store.Decide(Now);
        if (State.Step.Second == Now.ToUnixTimeSeconds() && State.Step.LetIn > 0)
        {
            Steps.Add((reading.Inside + AdmissionController.Called(reading, Now) + State.Step.LetIn, State.Step.Target));
        }

        Forecast = WaitForecast.Of(State, reading.Steps, Now);
        _total = reading.TotalWaiting;
        _before = [.. reading.Waiting.Select(slot => (slot.Slot.End, _sum += slot.People))];
        _sum = 0;
    }

    private WaitForecast Forecast { get; set; }

    private List<(DateTimeOffset End, int Before)> _before = [];
    private int _total;
    private int _sum;

    /// <returns>Whether the site answered a page.</returns>
    private bool Act(Person person, double capacity)
    {
        if (person.HasLeft)
        {
            return false;
        }

        if (person.LetInAt is null && !State.Admits(person.Arrival))
        {
            Answers.Add((person.Arrival, Now, false));
            _store.Wait(person.Number, person.Arrival, Now);
            person.Polls++;
            if (person.Told is null && person.Polls > 1)
            {
                var before = _before.LastOrDefault(slot => slot.End <= person.Arrival).Before;
                person.Told = (Now, Forecast.For(before, PollInterval.For(before)));
            }

            _next.Enqueue(person, _now + PollInterval.WithJitter(_total, _random.NextDouble()).TotalSeconds);
            return false;
        }

        if (person.LetInAt is null)
        {
            person.LetInAt = Now;
            Answers.Add((person.Arrival, Now, State.IsOpen));
        }

        if (State.IsOpen)
        {
            _store.Use(person.Number, Now);
        }

        // The limit keeps a queue of up to a second and refuses the rest.
        var isHeld = _queue >= 0.9 * capacity;
        var isShed = _queue >= 2 * capacity;
        _load += new SiteLoad(1, isHeld ? 1 : 0, isShed ? 1 : 0);
        if (isShed)
        {
            _next.Enqueue(person, _now + 5 + (5 * _random.NextDouble()));
            return false;
        }

        _queue++;
        if (--person.PagesLeft > 0)
        {
            _next.Enqueue(person, _now + (Think * (0.5 + _random.NextDouble())));
        }

        return true;
    }

    private int Poisson(double mean)
    {
        var (count, product) = (-1, 1.0);
        for (var limit = Math.Exp(-mean); product > limit; count++)
        {
            product *= _random.NextDouble();
        }

        return count;
    }

    internal sealed class Person(int number, DateTimeOffset arrival)
    {
        public int Number => number;

        public DateTimeOffset Arrival => arrival;

        public int PagesLeft { get; set; }

        public int Polls { get; set; }

        public bool HasLeft { get; set; }

        public DateTimeOffset? LetInAt { get; set; }

        public (DateTimeOffset At, (TimeSpan Low, TimeSpan High)? Wait)? Told { get; set; }
    }
}

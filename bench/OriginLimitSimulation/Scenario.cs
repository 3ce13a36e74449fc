namespace Affluence.OriginLimitSimulation;

/// <summary>What happens to a site within two minutes of simulated time. All pages are asked for equally often but for the slow ones.</summary>
public sealed class Scenario(string name)
{
    public string Name => name;

    public SiteModel Site { get; } = new();

    /// <summary>Requests that come, as a multiple of the site's best throughput.</summary>
    public double Load { get; set; } = 10;

    /// <summary>Seconds that a page takes on an idle site.</summary>
    public double FastPage { get; set; } = 0.1;

    public double SlowPage { get; set; } = 0.1;

    public double SlowShare { get; set; }

    /// <summary>Whether times are exponential; else they are uniform within a fifth.</summary>
    public bool IsExponential { get; set; }

    public int Gateways { get; set; } = 1;

    public PriorityQueue<Action<Scenario>, double> Changes { get; } = new();

    public double MeanWork => (FastPage * (1 - SlowShare)) + (SlowPage * SlowShare);

    public static IReadOnlyList<Func<Scenario>> All { get; } =
    [
        () => new("10 × overload"),
        () => new("10 × overload, site of 10") { Site = { Capacity = 10 } },
        () => new("3 × overload, site of 600") { Load = 3, Site = { Capacity = 600 } },
        () => new("collapses little (0.1)") { Site = { Collapse = 0.1 } },
        () => new("collapses hard (2)") { Site = { Collapse = 2 } },
        () => new("exponential answer times") { IsExponential = true },
        () => new Scenario("fast and slow pages, mix shifts") { FastPage = 0.02, SlowPage = 1, SlowShare = 0.1 }
            .At(60, scenario => scenario.SlowShare = 0.4).At(90, scenario => scenario.SlowShare = 0.1),
        () => new Scenario("a third of the capacity, and back").At(40, scenario => scenario.Site.Capacity = 33).At(80, scenario => scenario.Site.Capacity = 100),
        () => new Scenario("three times slower, and back").At(40, scenario => scenario.Site.Slowness = 3).At(80, scenario => scenario.Site.Slowness = 1),
        () => new Scenario("calm, then 10 × overload") { Load = 0.3 }.At(60, scenario => scenario.Load = 10),
        () => new("two gateways") { Gateways = 2 },
        () => new("ten gateways, 4 × overload") { Gateways = 10, Load = 4, Site = { Capacity = 200 } },
    ];

    private Scenario At(double seconds, Action<Scenario> change)
    {
        Changes.Enqueue(change, seconds);
        return this;
    }
}

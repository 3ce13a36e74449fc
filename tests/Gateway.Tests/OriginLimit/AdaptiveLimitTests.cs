using System.Collections.Concurrent;
using Affluence.Gateway.OriginLimit;
using Affluence.OriginLimitSimulation;
using Affluence.OriginLimitSimulation.Rivals;

namespace Affluence.Gateway.Tests.OriginLimit;

/// <summary>The limit before a model of a site; what the rivals do there is in decision 20.</summary>
public sealed class AdaptiveLimitTests
{
    private static readonly int[] Seeds = [1, 2];

    /// <summary>Several tests look at one run.</summary>
    private static readonly ConcurrentDictionary<(string Name, int Seed), Lazy<Outcome>> Outcomes = new();

    /// <summary>Of a page, on an idle site, with its spread.</summary>
    private const double Unloaded = 0.12;

    public static TheoryData<string, int, int, double> Goodputs => new()
    {
        { "10 × overload", 20, 40, 0.9 },
        { "10 × overload", 40, 120, 0.9 },
        { "10 × overload, site of 10", 30, 120, 0.85 },
        { "3 × overload, site of 600", 20, 120, 0.9 },
        { "collapses little (0.1)", 20, 120, 0.95 },
        { "collapses hard (2)", 20, 120, 0.85 },
        { "exponential answer times", 30, 120, 0.8 },
        { "fast and slow pages, mix shifts", 20, 60, 0.8 },
        { "fast and slow pages, mix shifts", 70, 90, 0.8 },
        { "fast and slow pages, mix shifts", 100, 120, 0.8 },
        { "a third of the capacity, and back", 50, 80, 0.8 },
        { "a third of the capacity, and back", 90, 120, 0.8 },
        { "three times slower, and back", 50, 80, 0.8 },
        { "three times slower, and back", 90, 120, 0.8 },
        { "calm, then 10 × overload", 0, 60, 0.95 },
        { "calm, then 10 × overload", 70, 120, 0.9 },
        { "two gateways", 20, 120, 0.85 },
        { "ten gateways, 4 × overload", 20, 120, 0.8 },
    };

    [Theory]
    [MemberData(nameof(Goodputs))]
    public void Overload_SiteDoesNearlyWhatItCanAtBest(string name, int from, int to, double atLeast)
    {
        foreach (var seed in Seeds)
        {
            var outcome = OutcomeOf(name, seed);

            Assert.True(outcome.Goodput(from, to) >= atLeast, $"seed {seed}: {outcome.Goodput(from, to):F3} of the best throughput, expected {atLeast}");
        }
    }

    [Fact]
    public void Overload_WithoutLimit_Collapses()
    {
        var outcome = Simulation.Run(ScenarioOf("10 × overload"), () => new FixedLimit(int.MaxValue), seed: 1);

        Assert.True(outcome.Goodput(20, 120) < 0.2);
    }

    [Theory]
    [InlineData("10 × overload")]
    [InlineData("10 × overload, site of 10")]
    [InlineData("two gateways")]
    public void Overload_WhoGetsInIsAnsweredWithinThreeTimesUnloaded(string name)
    {
        foreach (var seed in Seeds)
        {
            var outcome = OutcomeOf(name, seed);

            Assert.InRange(outcome.Percentile99(40, 120), 0, 3 * Unloaded);
        }
    }

    [Fact]
    public void TwoGateways_NoneStarves()
    {
        foreach (var seed in Seeds)
        {
            var outcome = OutcomeOf("two gateways", seed);

            Assert.All(outcome.ByGateway, answered => Assert.True(answered > 0.2 * outcome.ByGateway.Sum()));
        }
    }

    [Fact]
    public void LimitNotReached_Stays()
    {
        var limit = new AdaptiveLimit(new OriginLimitSettings(Initial: 20, Min: 1, Max: 1_000));

        Ask(limit, requests: 500, answerTime: TimeSpan.FromSeconds(5), OriginSign.Answered);

        Assert.Equal(20, limit.Current);
    }

    [Fact]
    public void SiteRefusesAsOverloaded_LimitFallsToItsLowest()
    {
        var limit = new AdaptiveLimit(new OriginLimitSettings(Initial: 20, Min: 3, Max: 1_000));

        Ask(limit, requests: 2_000, answerTime: TimeSpan.FromMilliseconds(1), OriginSign.Overloaded);

        Assert.Equal(3, limit.Current);
    }

    [Fact]
    public void PagesThatFail_AreNoLoad()
    {
        var limit = new AdaptiveLimit(new OriginLimitSettings(Initial: 20, Min: 1, Max: 1_000));

        limit.Reach();
        Ask(limit, requests: 40, answerTime: TimeSpan.FromMilliseconds(1), OriginSign.Answered);

        Assert.True(limit.Current > 20);
    }

    [Fact]
    public void CohortWithRequestsThatNeverEnd_IsDecidedWithoutThem()
    {
        var limit = new AdaptiveLimit(new OriginLimitSettings(Initial: 20, Min: 1, Max: 1_000));
        var hung = Enumerable.Range(0, 15).Select(_ => limit.Start(20, TimeSpan.Zero)).ToList();
        Assert.All(hung, cohort => Assert.NotEqual(0, cohort));
        limit.Reach();

        Ask(limit, requests: 1_000, answerTime: TimeSpan.FromMilliseconds(20), OriginSign.Answered);

        Assert.True(limit.Current > 20);
    }

    private static void Ask(AdaptiveLimit limit, int requests, TimeSpan answerTime, OriginSign sign)
    {
        var now = TimeSpan.Zero;
        for (var request = 0; request < requests; request++)
        {
            var cohort = limit.Start(1, now);
            now += answerTime;
            limit.Finish(new OriginAnswer(cohort, 1, answerTime, sign), now);
        }
    }

    private static Outcome OutcomeOf(string name, int seed) =>
        Outcomes.GetOrAdd((name, seed), _ => new(() => Simulation.Run(ScenarioOf(name), () => new OurLimit(), seed))).Value;

    private static Scenario ScenarioOf(string name) => Scenario.All.Select(make => make()).Single(scenario => scenario.Name == name);
}

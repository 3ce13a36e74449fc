using System.Globalization;
using Affluence.OriginLimitSimulation;
using Affluence.OriginLimitSimulation.Rivals;

// Each limit through each scenario, as a table in Markdown: the share of the site's best throughput that was answered, and how long that took.
(string Name, Func<ISimulatedLimit> Make)[] limits =
[
    ("none", () => new FixedLimit(int.MaxValue)),
    ("100, set by hand", () => new FixedLimit(100)),
    ("Gradient2", () => new Gradient2Limit()),
    ("Vegas", () => new VegasLimit()),
    ("Envoy", () => new EnvoyLimit()),
    ("AIMD", () => new AimdLimit()),
    ("ours", () => new OurLimit()),
];

Console.WriteLine("| scenario | limit | 0–10 s | 10–40 s | 40–50 s | 50–80 s | 80–90 s | 90–120 s | worst 5 s after 10 s | 99 % within, 90–120 s | gateways' shares |");
Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
foreach (var makeScenario in Scenario.All)
{
    foreach (var (name, makeLimit) in limits)
    {
        var scenario = makeScenario();
        var outcome = Simulation.Run(scenario, makeLimit, seed: 1);
        var worst = Enumerable.Range(10, Simulation.Seconds - 15).Min(from => outcome.Goodput(from, from + 5));
        var shares = scenario.Gateways == 1 ? "" : string.Join(" ", outcome.ByGateway.Select(answered => Text((double)answered / outcome.ByGateway.Sum())));
        Console.WriteLine(
            $"| {scenario.Name} | {name} | {Text(outcome.Goodput(0, 10))} | {Text(outcome.Goodput(10, 40))} | {Text(outcome.Goodput(40, 50))} | {Text(outcome.Goodput(50, 80))} "
            + $"| {Text(outcome.Goodput(80, 90))} | {Text(outcome.Goodput(90, 120))} | {Text(worst)} | {Text(outcome.Percentile99(90, 120))} s | {shares} |");
    }
}

static string Text(double value) => double.IsNaN(value) ? "–" : value.ToString("F2", CultureInfo.InvariantCulture);

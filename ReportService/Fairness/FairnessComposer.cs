using Affluence.Report.Fairness.Statistics;
using Affluence.Report.Room;

namespace Affluence.Report.Fairness;

/// <summary>Compares each country with all others within the minute of arrival and the minute of the wait, and corrects for there being many countries.</summary>
internal static class FairnessComposer
{
    public const double Level = 0.05;

    private const double Half = 0.5;
    private const double NineOfTen = 0.9;

    /// <param name="arrivals">By country and minute of arrival; each pair of them once.</param>
    /// <param name="end">Nothing in <paramref name="arrivals"/> happened after it.</param>
    public static FairnessFigures Compose(IReadOnlyList<ArrivalCohort> arrivals, DateTimeOffset end)
    {
        Cohort[] cohorts = [.. arrivals.Select(arrival => new Cohort(arrival, CohortLifeTable.Of(arrival.Arrivals)))];
        var everybody = new Everybody(cohorts);
        Examined[] examined = [.. cohorts.GroupBy(cohort => cohort.Country).Select(country => Examine(country.Key, [.. country], everybody, end))];

        Examined[] tested = [.. examined.Where(country => country.Test is not null)];
        var adjusted = tested.Zip(HolmAdjustment.Adjust([.. tested.Select(country => country.Test!.Value.P)]))
            .ToDictionary(pair => pair.First.Figures.Code, pair => pair.Second);
        CountryFairness[] countries =
        [
            .. examined
                .Select(country => country.Test is { } test ? Judge(country.Figures, test, adjusted[country.Figures.Code]) : country.Figures)
                .OrderByDescending(country => country.Joined)
                .ThenBy(country => country.Code.ToString(), StringComparer.Ordinal),
        ];
        return new FairnessFigures(
            Level,
            countries.Sum(country => country.Joined),
            countries.Sum(country => country.LetIn),
            countries.Sum(country => country.Waiting),
            countries.Sum(country => country.GaveUp),
            tested.Length,
            countries.Length - tested.Length,
            countries.Where(country => country.Verdict == FairnessVerdict.NotTested).Sum(country => country.Joined),
            countries);
    }

    private static Examined Examine(CountryCode code, Cohort[] cohorts, Everybody everybody, DateTimeOffset end)
    {
        TwoByTwo[] strata = [.. cohorts.SelectMany(cohort => cohort.Rows.Select(row => everybody.Against(cohort, row)))];
        var test = StratifiedTest.Run(strata);
        var curve = SurvivalCurve.Of(cohorts.SelectMany(cohort => cohort.Rows));
        var (low, high) = curve.QuantileInterval(Half);
        var (joined, letIn) = (cohorts.Sum(cohort => cohort.Arrivals.Joined), cohorts.Sum(cohort => cohort.Arrivals.LetIn.Values.Sum()));
        var waiting = Math.Clamp(cohorts.Sum(cohort => RoomComposer.Waiting(cohort.Arrivals, end)), 0, Math.Max(0, joined - letIn));
        return new Examined(
            new CountryFairness(
                code,
                joined,
                letIn,
                waiting,
                Math.Max(0, joined - letIn - waiting),
                curve.Quantile(Half),
                low,
                high,
                curve.Quantile(NineOfTen),
                SurvivalCurve.Of(cohorts.SelectMany(everybody.OthersLike)).Quantile(Half),
                CommonOddsRatio.Of(strata),
                null,
                null,
                FairnessVerdict.NotTested),
            test is { IsEnough: true } enough ? enough : null);
    }

    private static CountryFairness Judge(CountryFairness country, StratifiedResult test, double adjusted) => country with
    {
        P = test.P,
        AdjustedP = adjusted,
        Verdict = adjusted > Level ? FairnessVerdict.NothingFound
            : test.Events < test.Expected ? FairnessVerdict.WaitedLonger
            : FairnessVerdict.LetInSooner,
    };

    private readonly record struct Examined(CountryFairness Figures, StratifiedResult? Test);

    private sealed record Cohort(ArrivalCohort Of, IReadOnlyList<LifeTableRow> Rows)
    {
        public CountryCode Country => Of.Country;

        public RoomArrivals Arrivals => Of.Arrivals;
    }

    /// <summary>All countries together, by minute of arrival and of the wait.</summary>
    private sealed class Everybody
    {
        private readonly Dictionary<(DateTimeOffset Start, int Wait), (double AtRisk, double LetIn)> _rows = [];
        private readonly Dictionary<DateTimeOffset, (double Joined, int Longest)> _minutes = [];

        public Everybody(IEnumerable<Cohort> cohorts)
        {
            foreach (var cohort in cohorts)
            {
                var start = cohort.Arrivals.Start;
                var (joined, longest) = _minutes.GetValueOrDefault(start);
                _minutes[start] = (joined + cohort.Arrivals.Joined, Math.Max(longest, cohort.Rows[^1].Time));
                foreach (var row in cohort.Rows)
                {
                    var (atRisk, letIn) = _rows.GetValueOrDefault((start, row.Time));
                    _rows[(start, row.Time)] = (atRisk + row.AtRisk, letIn + row.Events);
                }
            }
        }

        public TwoByTwo Against(Cohort cohort, LifeTableRow row)
        {
            var (atRisk, letIn) = _rows[(cohort.Arrivals.Start, row.Time)];
            return new TwoByTwo(row.Events, row.AtRisk, letIn - row.Events, atRisk - row.AtRisk);
        }

        /// <summary>All others who came in a cohort's minute, as many as the cohort.</summary>
        public IEnumerable<LifeTableRow> OthersLike(Cohort cohort)
        {
            var (joined, longest) = _minutes[cohort.Arrivals.Start];
            var others = joined - cohort.Arrivals.Joined;
            if (others <= 0)
            {
                yield break;
            }

            var weight = cohort.Arrivals.Joined / others;
            for (var wait = 0; wait <= longest; wait++)
            {
                if (_rows.TryGetValue((cohort.Arrivals.Start, wait), out var all))
                {
                    var own = wait < cohort.Rows.Count ? cohort.Rows[wait] : default;
                    yield return new LifeTableRow(wait, weight * (all.AtRisk - own.AtRisk), weight * (all.LetIn - own.Events));
                }
            }
        }
    }
}

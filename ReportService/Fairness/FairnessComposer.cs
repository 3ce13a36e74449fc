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
        TwoByTwo[] strata = [.. cohorts.SelectMany(everybody.Against)];
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
        private readonly Dictionary<DateTimeOffset, Minute> _minutes = [];

        public Everybody(IEnumerable<Cohort> cohorts)
        {
            foreach (var minute in cohorts.GroupBy(cohort => cohort.Arrivals.Start))
            {
                var rows = new LifeTableRow[minute.Max(cohort => cohort.Rows.Count)];
                foreach (var row in minute.SelectMany(cohort => cohort.Rows))
                {
                    var sum = rows[row.Time];
                    rows[row.Time] = new LifeTableRow(row.Time, sum.AtRisk + row.AtRisk, sum.Events + row.Events);
                }

                _minutes.Add(minute.Key, new Minute(minute.Sum(cohort => cohort.Arrivals.Joined), rows));
            }
        }

        public IEnumerable<TwoByTwo> Against(Cohort cohort) => cohort.Rows.Zip(
            _minutes[cohort.Arrivals.Start].Rows,
            (own, all) => new TwoByTwo(own.Events, own.AtRisk, all.Events - own.Events, all.AtRisk - own.AtRisk));

        /// <summary>All others who came in a cohort's minute, as many as the cohort.</summary>
        public IEnumerable<LifeTableRow> OthersLike(Cohort cohort)
        {
            var minute = _minutes[cohort.Arrivals.Start];
            var others = minute.Joined - cohort.Arrivals.Joined;
            if (others <= 0)
            {
                yield break;
            }

            var weight = (double)cohort.Arrivals.Joined / others;
            foreach (var all in minute.Rows)
            {
                var own = all.Time < cohort.Rows.Count ? cohort.Rows[all.Time] : default;
                yield return new LifeTableRow(all.Time, weight * (all.AtRisk - own.AtRisk), weight * (all.Events - own.Events));
            }
        }

        private sealed record Minute(long Joined, LifeTableRow[] Rows);
    }
}

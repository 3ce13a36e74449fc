using Affluence.CountryFiles;
using Affluence.Hits;
using Affluence.Simulator.Addresses;
using Affluence.Simulator.Night;

namespace Affluence.Simulator.Tests.Night;

public sealed class EveningPlanTests
{
    private const double Scale = 0.05;

    private static readonly CountryDataset Dataset = CountryFile.Load(CountryFile.BundledPath);
    private static readonly CountryNetworks Networks = new(Dataset);
    private static readonly Evening Ordinary = Evening.Ordinary(new DateTimeOffset(2016, 11, 1, 23, 0, 0, TimeSpan.FromHours(-4)));
    private static readonly Evening Night = Evening.Election(new DateTimeOffset(2016, 11, 8, 23, 0, 0, TimeSpan.FromHours(-5)));

    [Fact]
    public void Windows_OfBothEvenings_HoldTheVisitorsOfTheCurves()
    {
        foreach (var evening in (Evening[])[Ordinary, Night])
        {
            foreach (var (minute, figures) in Count(evening, until: 30).Where(counted => counted.Minute >= -30))
            {
                var expected = evening.VisitorsAt(minute).Select(visitors => visitors * Scale).ToArray();
                // Two people with one address and one browser are one visitor too few; where a group is to have one visitor less and
                // nobody of it leaves in that minute, there is one too many.
                Assert.InRange(figures.Visitors, expected.Sum() - 3, expected.Sum() + 3);
                foreach (var (index, group) in VisitorGroup.All.Index().Where(group => group.Item.Country is not null))
                {
                    Assert.InRange(figures.Countries[group.Country.ToString()!], expected[index] - 3, expected[index] + 3);
                }
            }
        }
    }

    [Fact]
    public void Night_TurnedAwayAreThoseOfTheCurveAndTheFewWhoWaitForTheirFirstPage()
    {
        foreach (var (minute, figures) in Count(Night, until: 30).Where(counted => counted.Minute >= 5))
        {
            var never = Night.TurnedAwayAt(minute).Sum() * Scale;
            Assert.InRange(figures.TurnedAway, never - 2, (never * 1.1) + 20);
            Assert.True(figures.GotIn > 0);
        }
    }

    [Fact]
    public void Night_DifficultyBeginsAt23()
    {
        var counted = Count(Night, until: 30);

        Assert.All(counted.Where(minute => minute.Minute is > -30 and <= 0), minute => Assert.True(RefusedShare(minute.Figures.Ledger) < 0.01));
        Assert.All(counted.Where(minute => minute.Minute > 0), minute => Assert.True(RefusedShare(minute.Figures.Ledger) > 0.02));
        Assert.Equal(["origin_error", "shed", "timeout", "unreachable"], counted[^1].Figures.PageViews.Refused.Keys.Order());
    }

    [Fact]
    public void Requests_AreMoreThanPageViewsAndComeFromPeopleAndPrograms()
    {
        var figures = Count(Night, until: 0)[^1].Figures;
        var minutes = new EveningPlan(Night, Networks, 1, Scale).Minutes(0).Where(minute => minute.Minute >= -10).ToList();
        var requests = minutes.SelectMany(minute => minute.Buckets).SelectMany(bucket => bucket).ToList();

        Assert.True(figures.Requests > 1.5 * figures.PageViews.Served);
        Assert.Equal(300 * 5 * Scale, figures.Bots, 2.0);
        Assert.Contains(requests, request => request.Kind == HitKind.Probe);
        Assert.All(requests, request => Assert.Equal(request.Kind == HitKind.Bot, BotDetector.IsDeclaredBot(request.Reader.UserAgent)));
        Assert.InRange(requests.Count(request => request.Reader.Language == "fr"), requests.Count / 20, requests.Count / 5);
        Assert.All(minutes.SelectMany(minute => minute.Buckets), bucket => Assert.NotEmpty(bucket));
    }

    [Fact]
    public void Visitors_ReadSeveralPagesAndLeave()
    {
        var reads = new EveningPlan(Ordinary, Networks, 1, Scale).Minutes(60)
            .SelectMany(minute => minute.Buckets.SelectMany(bucket => bucket).Select(request => (minute.Minute, Request: request)))
            .Where(read => read.Request.Kind == HitKind.PageView)
            .GroupBy(read => read.Request.Reader)
            .Where(visit => visit.Min(read => read.Minute) >= -60 && visit.Min(read => read.Minute) < 0)
            .Select(visit => (Pages: visit.Count(read => read.Request.Outcome == HitOutcome.Served), Minutes: visit.Max(read => read.Minute) - visit.Min(read => read.Minute)))
            .ToList();

        Assert.InRange(reads.Average(visit => visit.Pages), 3.9, 4.3);
        Assert.InRange(reads.Average(visit => visit.Minutes), 2, 4);
        Assert.InRange(reads.Max(visit => visit.Minutes), 10, 46);
    }

    [Fact]
    public void Plan_OfOneSeed_IsTheSameWhateverPartOfTheEvening()
    {
        var whole = Requests(new EveningPlan(Night, Networks, 1, Scale), until: 30).Where(request => request.Minute < -10);

        Assert.Equal(whole, Requests(new EveningPlan(Night, Networks, 1, Scale), until: -10));
        Assert.NotEqual(whole, Requests(new EveningPlan(Night, Networks, 2, Scale), until: -10));
    }

    private static IEnumerable<(int Minute, NetworkAddress, string, HitKind, HitOutcome, byte)> Requests(EveningPlan plan, int until) =>
        from minute in plan.Minutes(until).Where(minute => minute.Minute >= -15)
        from request in minute.Buckets.SelectMany(bucket => bucket)
        select (minute.Minute, request.Reader.Address, request.Reader.UserAgent, request.Kind, request.Outcome, request.Number);

    private static List<(int Minute, TrueFigures Figures)> Count(Evening evening, int until)
    {
        var count = new ExactCount(evening);
        var counted = new List<(int, TrueFigures)>();
        foreach (var planned in new EveningPlan(evening, Networks, 1, Scale).Minutes(until).Where(planned => planned.Minute >= -35))
        {
            foreach (var request in planned.Buckets.SelectMany(bucket => bucket))
            {
                count.Add(request, Dataset.Find(request.Reader.Address), planned.Minute);
            }

            counted.Add((planned.Minute + 1, count.Close(planned.Minute)));
        }

        return counted;
    }

    private static double RefusedShare(PageViews ledger) =>
        (double)ledger.Refused.Values.Sum() / (ledger.Served + ledger.Refused.Values.Sum());
}

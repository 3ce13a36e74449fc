using Affluence.Simulator.Reports;
using Affluence.Simulator.Rush;

namespace Affluence.Simulator.Tests.Rush;

public sealed class RushVerdictTests
{
    private static readonly DateTimeOffset Start = new(2016, 11, 9, 4, 0, 0, TimeSpan.Zero);

    private readonly RushLedger _ledger = new();

    private RushVerdict Verdict => new(_ledger, fairness: null);

    [Fact]
    public void NobodyCame_Holds()
    {
        Assert.True(Verdict.Holds);
        Assert.Null(Verdict.Goodput);
        Assert.Null(Verdict.Intervals);
    }

    [Theory]
    [InlineData(2, 10, 16, 1)]
    [InlineData(0.9, 10, 16, 0)]
    [InlineData(2, 10, 14.9, 0)]
    [InlineData(2, 17, 16, 0)]
    public void EarlierVisitorIsKeptWaiting_CountsOnceEveryGatewayMustKnow(double laterBy, double letInAt, double askedAt, int inversions)
    {
        _ledger.AddAnswer(new RoomAnswer(Start.AddSeconds(laterBy), Start.AddSeconds(letInAt), IsLetIn: true));
        _ledger.AddAnswer(new RoomAnswer(Start, Start.AddSeconds(askedAt), IsLetIn: false));
        _ledger.AddAnswer(new RoomAnswer(Start, Start.AddSeconds(30), IsLetIn: true));
        Waited(2);

        Assert.Equal(inversions, Verdict.Inversions);
        Assert.Equal(inversions == 0, Verdict.Holds);
    }

    [Theory]
    [InlineData(10, 1, true)]
    [InlineData(9, 0.9, true)]
    [InlineData(5, 0.5, false)]
    public void SiteIsUsedWhilePeopleWait_ShareOfItsBestHalfMinute(int perSecond, double share, bool holds)
    {
        // The best half minute is before the room opens.
        Serve(0, 60, 10);
        Serve(60, 300, perSecond);
        _ledger.AddAnswer(new RoomAnswer(Start.AddSeconds(60), Start.AddSeconds(300), IsLetIn: true));
        Waited(1);

        Assert.Equal(share, Verdict.Goodput!.Value, 0.005);
        Assert.Equal(holds, Verdict.Holds);
    }

    [Fact]
    public void PeopleWaitedForLessThanThreeMinutes_NothingIsSaidOfTheSitesUse()
    {
        Serve(0, 300, 10);
        _ledger.AddAnswer(new RoomAnswer(Start.AddSeconds(60), Start.AddSeconds(239), IsLetIn: true));

        Assert.Null(Verdict.Goodput);
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(8, false)]
    public void WaitsLieInTheIntervalGiven_NineOfTenAtLeast(int right, bool holds)
    {
        for (var visitor = 0; visitor < 10; visitor++)
        {
            _ledger.AddInterval(visitor < right);
        }

        Assert.Equal(right / 10.0, Verdict.Intervals);
        Assert.Equal(holds, Verdict.Holds);
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(8, false)]
    public void VisitorsLetInAreRefusedPages_OneInTenAtMost(int served, bool holds)
    {
        for (var page = 0; page < 10; page++)
        {
            _ledger.AddPage(new PageAnswer(Start, page < served, HasWaited: true));
            _ledger.AddPage(new PageAnswer(Start, IsServed: false, HasWaited: false));
        }

        Assert.Equal(holds, Verdict.Holds);
    }

    public static TheoryData<string, bool> Faults => new()
    {
        { "information", false }, { "again", false }, { "bot", false }, { "lost", false }, { "left", true },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Fault_DoesNotHold(string fault, bool holds)
    {
        switch (fault)
        {
            case "information": _ledger.AddInformation(isServed: false); break;
            case "again": _ledger.AddWait(isAgain: true); _ledger.AddGivenUp(); break;
            case "bot": _ledger.AddBotWithAPlace(); break;
            case "lost": Waited(1); break;
            case "left": Waited(1); _ledger.AddGivenUp(); break;
            default: throw new ArgumentOutOfRangeException(nameof(fault));
        }

        Assert.Equal(holds, Verdict.Holds);
    }

    [Theory]
    [InlineData("waitedLonger", false)]
    [InlineData("letInSooner", true)]
    [InlineData("nothingFound", true)]
    public void Report_SaysThatACountryWaitedLonger_DoesNotHold(string verdict, bool holds)
    {
        var fairness = new ReportFairness(Start, new ReportFairness.CountryFigures(2, [new("US", "nothingFound"), new("CA", verdict)]), Unavailable: null);

        Assert.Equal(holds, new RushVerdict(_ledger, fairness).Holds);
    }

    private void Waited(int visitors)
    {
        for (var visitor = 0; visitor < visitors; visitor++)
        {
            _ledger.AddWait(isAgain: false);
        }
    }

    private void Serve(int from, int to, int perSecond)
    {
        for (var page = from * perSecond; page < to * perSecond; page++)
        {
            _ledger.AddPage(new PageAnswer(Start.AddSeconds(page / (double)perSecond), IsServed: true, HasWaited: false));
        }
    }
}

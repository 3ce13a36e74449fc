using Affluence.Report.CivilTime;
using Affluence.Report.Surges;
using NodaTime;

namespace Affluence.ReportService.Tests.Surges;

public class SurgeDetectorTests
{
    private const long Start = 24_644_400; // 2016-11-09T04:00:00Z in minutes.
    private static readonly SiteCalendar Calendar = new(DateTimeZoneProviders.Tzdb["America/Toronto"], TimeZoneRules.Bundled.Version);

    /// <summary>Each character is a minute: visitors over a baseline of 1,000, or '.' for a minute that is not known.</summary>
    [Theory]
    [InlineData("1111", "Normal", null, "")]
    [InlineData("133", "Normal", null, "")]
    [InlineData("1333", "Surge", 1, "1-")]
    [InlineData("13313331", "Surge", 4, "4-")]
    [InlineData("133.33", "Normal", null, "")]
    [InlineData("133.333", "Surge", 4, "4-")]
    [InlineData("....", "Unknown", null, "")]
    // 14 low minutes do not end it, 15 do, and it ended with the first of them.
    [InlineData("33311111111111111", "Surge", 0, "0-")]
    [InlineData("333111111111111111", "Normal", 3, "0-3")]
    // A minute at 2 breaks the run of low ones, an unknown one does not.
    [InlineData("3331111111211111111", "Surge", 0, "0-")]
    [InlineData("3331111111.11111111", "Normal", 3, "0-3")]
    // Nothing known for longer than 15 minutes ends it with the last that was known.
    [InlineData("333...............", "Surge", 0, "0-")]
    [InlineData("333................1", "Normal", null, "0-3")]
    [InlineData("3331111111111111111333", "Surge", 19, "0-3 19-")]
    public void Detector_RatiosMinuteByMinute_SurgesAsDefined(string minutes, string level, int? since, string surges)
    {
        var detector = Run(minutes, ratio => new(0, ratio * 1000, 1000, 100, 0));
        var state = detector.StateAt(Start + minutes.Length - 1);

        Assert.Equal(level, state.Level.ToString());
        Assert.Equal(since, Minute(state.Since));
        Assert.Equal(surges, string.Join(' ', detector.Surges.Select(surge => $"{Minute(surge.Since)}-{Minute(surge.Until)}")));
    }

    [Theory]
    [InlineData(300, 100, true)]
    [InlineData(299, 99, true)]
    [InlineData(298, 99, false)]
    [InlineData(299, 100, false)]
    [InlineData(2_999, 1_000, false)]
    [InlineData(5, 1, false)]
    public void Detector_ThresholdsOfRatioAndOfVisitorsMore_BothMustBeMet(long visitors, long baseline, bool surge)
    {
        var detector = Run("111", _ => new(0, visitors, baseline, 100, 0));

        Assert.Equal(surge ? SurgeLevel.Surge : SurgeLevel.Normal, detector.StateAt(Start + 2).Level);
    }

    [Fact]
    public void Detector_BaselineOfNobody_UnknownAndNotASurge() =>
        Assert.Equal(SurgeLevel.Unknown, Run("111", _ => new(0, 5_000, 0, 100, 0)).StateAt(Start + 2).Level);

    [Fact]
    public void Detector_Peak_MinuteWithMostVisitors()
    {
        var surge = Assert.Single(Run("1347955", ratio => new(0, ratio * 1000, 1000, 100, 0)).Surges);

        Assert.Equal((4, 9_000, 9.0), (Minute(surge.Peak.At), surge.Peak.Visitors, surge.Peak.Ratio));
    }

    /// <summary>A step is reached by the first minute of the surge that is at or above it, and stays reached.</summary>
    [Theory]
    [InlineData("333", "3@0")]
    [InlineData("3339", "3@0 5@3")]
    [InlineData("345", "3@0 5@2")]
    [InlineData("3453435", "3@0 5@2")]
    [InlineData("999", "3@0 5@0")]
    // Before it began nothing counts: the first 9 stands alone.
    [InlineData("91333", "3@2")]
    public void Detector_Steps_FirstMinuteOfTheSurgeThatReachesThem(string minutes, string steps)
    {
        var surge = Assert.Single(Run(minutes, ratio => new(0, ratio * 1000, 1000, 100, 0)).Surges);

        Assert.Equal(steps, string.Join(' ', surge.Steps.Select(step => $"{step.Step}@{Minute(step.At)}")));
        Assert.All(surge.Steps, step => Assert.Equal((step.Visitors / 1000.0, 1000), (step.Ratio, step.Baseline)));
    }

    [Fact]
    public void Detector_StepsOfOurOwn_ThoseAlone()
    {
        var surge = Assert.Single(Run("3479", ratio => new(0, ratio * 1000, 1000, 100, 0), steps: [4, 8]).Surges);

        Assert.Equal(["4@1", "8@3"], surge.Steps.Select(step => $"{step.Step}@{Minute(step.At)}"));
    }

    [Theory]
    [InlineData("333", null)]
    [InlineData("333111111111111111", EpisodeEnd.Ordinary)]
    [InlineData("333................1", EpisodeEnd.Silence)]
    public void Detector_End_BySeeingTheOrdinaryOrByNothing(string minutes, object? end)
    {
        Assert.Equal(end, Assert.Single(Run(minutes, ratio => new(0, ratio * 1000, 1000, 100, 0)).Surges).EndedBy);
        Assert.Equal(end, Assert.Single(Run(minutes, ratio => new(0, 1000, 1000, 100, ratio == 1 ? 0 : 3)).Difficulties).EndedBy);
    }

    [Theory]
    // Surge minutes 3 to 8; page views refused of a hundred minute by minute, the last of them for ever.
    [InlineData("000000000", null, null)]
    [InlineData("000055500000", 3, 6)]
    [InlineData("555555000000", -1, 5)]
    [InlineData("000000055555", 6, null)]
    [InlineData("555000055500", 6, 9)]
    // Two of them in one surge: from the first's beginning to the last's end.
    [InlineData("0555500055500", 0, 10)]
    // Over before it began; begun when it was over.
    [InlineData("555000000000", null, null)]
    [InlineData("000000000555", null, null)]
    public void Detector_DifficultyInASurge_ToldWithIt(string refused, int? since, int? until)
    {
        const string Visitors = "111345431111111111111111111111";
        var detector = new SurgeDetector(Calendar);
        foreach (var (index, minute) in Visitors.Index())
        {
            var lost = refused[Math.Min(index, refused.Length - 1)] - '0';
            detector.Add(new MinuteMeasure(Start + index, (minute - '0') * 1000, 1000, 100 - lost, lost));
        }

        var surge = Assert.Single(detector.Found.Surges);

        Assert.Equal((since, until), (Minute(surge.DifficultSince), Minute(surge.DifficultUntil)));
    }

    [Fact]
    public void Detector_Worst_MinuteWithTheLargestShareRefused()
    {
        var difficulty = Assert.Single(Run("0246400", refused => new(0, 1000, 1000, 100 - refused, refused)).Difficulties);

        Assert.Equal((3, 0.06), (Minute(difficulty.Worst.At), difficulty.Worst.RefusedShare));
    }

    /// <summary>Each character is a minute: page views refused of a hundred, or '.' for a minute that is not known.</summary>
    [Theory]
    [InlineData("0000", null, "")]
    [InlineData("011", null, "")]
    [InlineData("0111", 1, "1-")]
    [InlineData("0110111", 4, "4-")]
    [InlineData("11100", 0, "0-")]
    [InlineData("111000", null, "0-3")]
    [InlineData("11100100", 0, "0-")]
    [InlineData("11.11", null, "")]
    public void Detector_RefusalsMinuteByMinute_DifficultySinceStartOfTheFirst(string minutes, int? since, string difficulties)
    {
        var detector = Run(minutes, refused => new(0, 1000, 1000, 100 - refused, refused));

        // A minute is named by its end; what happened in it began a minute earlier.
        Assert.Equal(since - 1, Minute(detector.StateAt(Start + minutes.Length - 1).DifficultSince));
        Assert.Equal(difficulties, string.Join(' ', detector.Difficulties.Select(one => $"{Minute(one.Since) + 1}-{Minute(one.Until) + 1}")));
    }

    [Fact]
    public void Detector_NoPageAskedFor_NotDifficult() =>
        Assert.Null(Run("111", _ => new(0, 0, 1000, 0, 0)).StateAt(Start + 2).DifficultSince);

    [Fact]
    public void StateAt_LongAfterTheLastMinute_Unknown() =>
        Assert.Equal(SurgeLevel.Unknown, Run("1111", ratio => new(0, ratio * 1000, 1000, 100, 0)).StateAt(Start + 60).Level);

    private static SurgeDetector Run(string minutes, Func<int, MinuteMeasure> measure, IReadOnlyList<double>? steps = null)
    {
        var detector = new SurgeDetector(Calendar, steps);
        foreach (var (index, minute) in minutes.Index())
        {
            detector.Add((minute == '.' ? new MinuteMeasure(0, null, null, null, null) : measure(minute - '0')) with { At = Start + index });
        }

        return detector;
    }

    private static int? Minute(DateTimeOffset? at) => at is { } instant ? (int)((instant.ToUnixTimeSeconds() / 60) - Start) : null;
}

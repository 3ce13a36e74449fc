using Affluence.Report.Alerts;
using Affluence.Report.Surges;
using Affluence.ReportService.Tests.Fakes;

namespace Affluence.ReportService.Tests.Alerts;

/// <summary>
/// What is reported while minutes become known. Each text is the history as it is known at one time, a character a minute: visitors over
/// a baseline of 1,000, or '.' for a minute that is not known. Texts are looked at one after the other, as after every change.
/// </summary>
public class AlertPlannerTests
{
    private const string Over15 = "111111111111111";
    private static readonly DateTimeOffset Start = new(2016, 11, 9, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", "11")]
    [InlineData("", "133")]
    [InlineData("SurgeBegan 3@1", "1333")]
    // Once, however often it is looked at.
    [InlineData("SurgeBegan 3@1", "1333", "1333", "13333", "133334")]
    // Again for a larger step.
    [InlineData("SurgeBegan 3@1 SurgeGrew 5@4", "1333", "13335", "133356", "13335655")]
    // Several at once are one, which covers the smaller.
    [InlineData("SurgeBegan 8(3,5)@1", "1999")]
    [InlineData("SurgeBegan 3@1 SurgeGrew 8(5)@4", "1333", "13339")]
    // Over, once. Then another is another.
    [InlineData("SurgeBegan 3@0 SurgeEnded@3", "333", "333" + Over15, "333" + Over15 + "1")]
    [InlineData("SurgeBegan 3@0 SurgeEnded@3 SurgeBegan 3@18", "333", "333" + Over15, "333" + Over15 + "333")]
    public void Plan_MinuteByMinute_EachStepOnceAndItsEnd(string expected, params string[] histories) =>
        Assert.Equal(expected, Report(histories));

    [Theory]
    // Minutes composed again: the onset moves, and it is the same surge.
    [InlineData("SurgeBegan 3@3", "111333", "133333", "1333333")]
    [InlineData("SurgeBegan 3@0", "333333", "111133333", "1111333333")]
    [InlineData("SurgeBegan 3@0 SurgeGrew 5@9", "333", "11111133333", "111111333533333", "111111333533333")]
    // A part of it turns out to be below: still the same, as it goes on.
    [InlineData("SurgeBegan 3@0", "333333333333333333333333", "333" + Over15 + "333333")]
    // Reported as over, and then known not to have been; then over for good.
    [InlineData(
        "SurgeBegan 3@0 SurgeEnded@3 SurgeResumed@18 SurgeEnded@19",
        "333", "333" + Over15, "333333333333333333" + "3", "3333333333333333333" + Over15)]
    // The end alone moves by some minutes: nothing to tell.
    [InlineData("SurgeBegan 3@0 SurgeEnded@3", "333" + Over15, "33333" + Over15, "3333" + Over15 + "1")]
    public void Plan_MinutesComposedAgain_KnownAgainByTheTimeItShares(string expected, params string[] histories) =>
        Assert.Equal(expected, Report(histories));

    [Fact]
    public void Plan_TheMinutesThatToldItShowNone_Withdrawn()
    {
        Assert.Equal("SurgeBegan 3@1 SurgeWithdrawn@1", Report("1333", "1111", "11111"));
        Assert.Equal("SurgeBegan 3@1", Report("1333", "1...", "1...."));
    }

    [Theory]
    // Nothing more comes: after 15 minutes it can't be said to last, once it is sure that nothing is on its way.
    [InlineData(20, true, "SurgeBegan 3@0 SurgeEnded@2")]
    [InlineData(20, false, "SurgeBegan 3@0")]
    [InlineData(15, true, "SurgeBegan 3@0")]
    public void Plan_Silence_EndsItOnlyWhenTheHistoryIsAtRest(int now, bool quiet, string expected)
    {
        var known = new List<AlertedEpisode>();

        Assert.Equal("SurgeBegan 3@0", Look("333", now: 2, quiet: false, known));
        Assert.Equal(expected, string.Join(' ', new[] { "SurgeBegan 3@0", Look("333", now, quiet, known) }.Where(told => told.Length > 0)));
    }

    [Theory]
    [InlineData(17, false, "SurgeBegan 5(3)@1 SurgeEnded@3")]
    [InlineData(60, true, "SurgeBegan 5(3)@1 SurgeEnded@3")]
    // Found well after it was over, in an import that goes on: judged when it has come to rest.
    [InlineData(60, false, "")]
    [InlineData(5_000_000, true, "SurgeBegan 5(3)@1 SurgeEnded@3")]
    public void Plan_WholeSurgeAtOnce_BeginningAndEnd(int now, bool quiet, string expected)
    {
        var known = new List<AlertedEpisode>();

        Assert.Equal(expected, Look("355" + Over15, now, quiet, known));
        Assert.Equal(string.Empty, Look("355" + Over15, now, quiet, known));
        Assert.Equal(expected.Length == 0 ? 0 : 1, known.Count);
    }

    [Theory]
    [InlineData(15, false, null)]
    [InlineData(16, true, null)]
    [InlineData(32, true, false)]
    [InlineData(33, true, true)]
    public void Plan_Late_WhenItCouldBeKnownMoreThanAQuarterOfAnHourBefore(int now, bool began, bool? ended)
    {
        var alerts = Plan("333" + Over15, now, quiet: true, []).Alerts;

        Assert.Equal(ended is null ? [began] : [began, ended.Value], alerts.Select(alert => alert.IsLate(Start.AddMinutes(now))));
    }

    [Theory]
    [InlineData("DifficultyBegan@1", "0111")]
    [InlineData("DifficultyBegan@0", "111", "1111")]
    // Over is told when it stayed so for 15 minutes; a site that fails again before is reported once.
    [InlineData("DifficultyBegan@0", "111", "111000", "11100000000000111", "11100000000000111000000000")]
    [InlineData("DifficultyBegan@0 DifficultyEnded@3", "111", "111000", "111000000000000000")]
    // Corrected, it ended two minutes later: nothing to tell, nor to tell again.
    [InlineData("DifficultyBegan@0 DifficultyEnded@3", "111", "111000000000000000", "111110000000000000", "1111100000000000000000")]
    // It failed again in the last of these minutes.
    [InlineData("DifficultyBegan@0 DifficultyEnded@3 DifficultyResumed@19", "111", "111000000000000000", "11100000000000001111")]
    [InlineData("DifficultyBegan@0 DifficultyEnded@3 DifficultyBegan@19", "111", "111000000000000000", "1110000000000000000111")]
    public void Plan_Difficulty_OnsetAndEnd(string expected, params string[] histories)
    {
        var known = new List<AlertedEpisode>();
        var told = histories.Select(history => Tell(Plan(
            new string('1', history.Length), history.Length - 1, quiet: true, known, refused: history))).Where(alerts => alerts.Length > 0);

        Assert.Equal(expected, string.Join(' ', told));
    }

    [Fact]
    public void Plan_Names_OfTheBeginningThatWasFirstReported()
    {
        var known = new List<AlertedEpisode>();

        var first = Assert.Single(Plan("111333", now: 5, quiet: true, known).Alerts);
        var second = Assert.Single(Plan("1333335", now: 6, quiet: true, known).Alerts);

        Assert.Equal(("surge-20161109T0303Z", "surge-20161109T0303Z-step-3"), (first.Episode, first.Id));
        Assert.Equal(("surge-20161109T0303Z", "surge-20161109T0303Z-step-5"), (second.Episode, second.Id));
        Assert.Equal(Start.AddMinutes(1), second.Since);
    }

    [Fact]
    public void Plan_StepThatIsNoWholeNumber_NameWithoutFullStop()
    {
        var alert = Assert.Single(Plan("444", now: 2, quiet: true, [], steps: [3.5]).Alerts);

        Assert.Equal("surge-20161109T0300Z-step-3_5", alert.Id);
    }

    [Fact]
    public void Plan_SurgeBelowTheFirstStep_NothingToldNorRemembered()
    {
        var known = new List<AlertedEpisode>();

        Assert.Empty(Plan("333" + Over15, now: 30, quiet: true, known, steps: [5]).Alerts);
        Assert.Empty(known);
    }

    private static string Report(params string[] histories)
    {
        var known = new List<AlertedEpisode>();
        return string.Join(' ', histories.Select(history => Look(history, history.Length - 1, quiet: true, known)).Where(told => told.Length > 0));
    }

    private static string Look(string history, int now, bool quiet, List<AlertedEpisode> known) => Tell(Plan(history, now, quiet, known));

    private static string Tell(AlertPlan plan) => string.Join(' ', plan.Alerts.Select(alert =>
    {
        var covered = alert.Covers.Count == 0 ? string.Empty : $"({string.Join(',', alert.Covers)})";
        var step = alert.Step is { } reached ? $" {reached}{covered}" : string.Empty;
        return $"{alert.Kind}{step}@{(alert.At - Start).TotalMinutes}";
    }));

    /// <summary>Plans, and remembers what was planned.</summary>
    private static AlertPlan Plan(string history, int now, bool quiet, List<AlertedEpisode> known, string refused = "", IReadOnlyList<double>? steps = null)
    {
        var detector = new SurgeDetector(StoredMinutes.Calendar, steps ?? [3, 5, 8]);
        var minutes = new Dictionary<DateTimeOffset, MinuteMeasure>();
        foreach (var (index, minute) in history.Index().Where(one => one.Item != '.'))
        {
            var lost = index < refused.Length ? refused[index] - '0' : 0;
            var measure = new MinuteMeasure((Start.ToUnixTimeSeconds() / 60) + index, (minute - '0') * 1000, 1000, 100 - lost, lost);
            detector.Add(measure);
            minutes[Start.AddMinutes(index)] = measure;
        }

        detector.StateAt((Start.ToUnixTimeSeconds() / 60) + now);
        var planner = new AlertPlanner(
            Start.AddMinutes(now), quiet, episode => Enumerable.Range(0, 3).All(offset => minutes.ContainsKey(episode.Since.AddMinutes(offset))));
        var plan = planner.Plan(DetectedEpisode.Of(detector.Found, minutes.Keys.Max()), known);
        foreach (var episode in plan.Episodes)
        {
            known.RemoveAll(one => one.Id == episode.Id);
            known.Add(episode);
        }

        return plan;
    }
}

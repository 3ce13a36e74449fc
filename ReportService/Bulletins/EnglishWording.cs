using System.Globalization;
using Affluence.Report.Languages;
using Affluence.Report.Room;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Bulletins;

/// <summary>The sentences in English.</summary>
internal sealed class EnglishWording(Findings findings) : Wording(findings, Typography.English)
{
    protected override string Headline() =>
        Findings.Visitors is { } visitors
            ? $"{Capitalized(Visitors(visitors))} on the site at {Moment(Findings.At)}{HeadlineContrast()}"
            : $"Number of visitors at {Moment(Findings.At)} not known";

    protected override string Stale() =>
        "Warning: these figures are not up to date. They describe the time given below, and not the present.";

    protected override string Presence(long visitors) =>
        $"As of {Moment(Findings.At)} ({Typography.Offset(Findings.At)}), {Visitors(visitors)} {Were(visitors)} on the site.";

    protected override string PresenceNotKnown() =>
        $"How many visitors were on the site at {Moment(Findings.At)} ({Typography.Offset(Findings.At)}) is not known.";

    protected override string WhatPresenceIs() =>
        "A visitor counts as being on the site when at least one of its pages was served to them in the five minutes before that time.";

    protected override string Accuracy(long visitors, double relative, bool rounded)
    {
        var subject = rounded ? "Before rounding, the number" : "The number";
        var standardError = Rounding.FinePercent(relative) > 0 ? $" (standard error: {Words.FinePercent(relative)})" : string.Empty;
        return $"{subject} is accurate to plus or minus {Visitors(visitors)} in about two cases out of three{standardError}.";
    }

    protected override string MayChange() => "These figures may still change.";

    protected override string MayBeIncomplete() => "The figures may be too low, because not every measuring point had reported up to that time.";

    protected override string Comparison(Contrast contrast, long before) =>
        $"That is {Compared(contrast)} at the same moment a week earlier, {Moment(Findings.BaselineAt)}, when there {Were(before)} {Many(before)}.";

    protected override string BeforeAlone(long before) =>
        $"At the same moment a week earlier, {Moment(Findings.BaselineAt)}, there {Were(before)} {Many(before)}.";

    protected override string NotCompared() =>
        $"How that compares with the same moment a week earlier, {Moment(Findings.BaselineAt)}, is not known.";

    protected override string? Clocks(ClockChange change) => change switch
    {
        ClockChange.ForwardBetween => $"Clocks went forward between the two moments, which are {HoursBetween()} hours apart.",
        ClockChange.BackBetween => $"Clocks went back between the two moments, which are {HoursBetween()} hours apart.",
        ClockChange.EarlierSkipped =>
            $"Because clocks went forward that day, {Words.Time(Findings.At)} did not exist; {Words.Time(Findings.BaselineAt)} is compared instead.",
        ClockChange.EarlierTwice =>
            $"Because clocks went back that day, {Words.Time(Findings.BaselineAt)} happened twice; the first of the two is compared.",
        ClockChange.LaterTwice =>
            $"Because clocks went back on {Words.Date(Findings.At)}, {Words.Time(Findings.At)} happened twice that day; " +
            "both are compared with the same moment.",
        _ => null,
    };

    protected override string BeforeWasSurge() => "That moment lay in a surge itself, so it was not an ordinary one.";

    protected override string Median(MedianFinding median)
    {
        var leftOut = median.WeeksLeftOut switch
        {
            0 => string.Empty,
            1 => "; one of these weeks is left out, since it lay in a surge",
            var weeks => $"; {Words.Number(weeks)} of these weeks are left out, since they lay in surges",
        };
        return median.Contrast is { } contrast
            ? $"Compared with the median of the same moment over the four weeks before ({Many(median.Visitors)}{leftOut}), it is {Alone(contrast)}."
            : $"The median of the same moment over the four weeks before was {Many(median.Visitors)}{leftOut}.";
    }

    protected override string Countries()
    {
        var range = Findings.Countries.Any(country => country.BaselineShare is not null)
            ? " (in parentheses, the range in the hour around the same moment a week earlier)"
            : string.Empty;
        return $"Share of visitors by country of network address{range}: {string.Join("; ", Findings.Countries.Select(Describe))}.";
    }

    protected override string CountryUnknown(double share) =>
        Rounding.Percent(share) < 100
            ? $"The country of {Words.Percent(share)} of visitors is not known."
            : "The countries of the visitors are not known.";

    protected override string AddressIsNotPerson(CountryName leading) =>
        "An address tells where a connection comes from, not who is connected: " +
        $"{Words.Quote(leading.En)} stands for visitors with an address there, not for citizens of that country.";

    protected override string SurgeSince(DateTimeOffset since) => Sentence($"A surge had been under way since {Since(since)}");

    protected override string DifficultSince(DateTimeOffset since) => Sentence($"The site had been hard to reach since {Since(since)}");

    protected override string RefusedShare(double share) => $"In the five minutes before that time, {Part(share)} of the pages asked for were refused.";

    protected override string TurnedAway(Estimate visitors)
    {
        var error = ErrorOf(visitors) is { } plusOrMinus ? $" (plus or minus {Many(plusOrMinus)})" : string.Empty;
        return $"{Estimated(visitors)} reached the site in those minutes but {Were(visitors.Visitors)} shown no page of it{error}, " +
            $"and {Are(visitors.Visitors)} not counted above.";
    }

    protected override string GotIn(Estimate visitors) =>
        $"{Estimated(visitors)} {Were(visitors.Visitors)} refused a page but got in, and {Are(visitors.Visitors)} counted above.";

    protected override string RoomSince(DateTimeOffset since, long joined, long letIn) =>
        $"A waiting room has been open since {Since(since)}, in which places were given out {TimesOver(joined)} and visitors let in {TimesOver(letIn)}.";

    protected override string CountriesNotTested() =>
        "Whether visitors of all countries were let in alike could not be tested, because too few came from each.";

    protected override string CountriesTested(RoomFairness fairness, IReadOnlyList<RoomDifference> named)
    {
        var question = $"For {Words.Counted(fairness.Tested, "country", "countries")} it was tested whether visitors from there were let in as soon as all others who came in the " +
            $"same minute, by a method that finds a difference in at most {Words.FinePercent(fairness.Level)} of cases where there is none";
        if (named.Count == 0)
        {
            return $"{question}: no difference was found, which does not prove that there is none.";
        }

        var others = fairness.Found.Count > named.Count ? $"; and {Words.Number(fairness.Found.Count - named.Count)} more" : string.Empty;
        return $"{question}: one was found for {Words.Number(fairness.Found.Count)} ({string.Join("; ", named.Select(Describe))}{others}).";
    }

    protected override string TooFewForTest(int countries) => $"Too few came from {Words.Counted(countries, "other country", "other countries")} for a test.";

    protected override string Excluded() =>
        "People who could not connect to the site at all are not in these figures, and how many they were is not known.";

    protected override string WhatVisitorsAre() =>
        "A visitor is a distinct combination of network address and browser, which is not always one person. Declared robots are not counted. " +
        "Figures are estimates and are rounded.";

    protected override string Attribution(string attribution) => $"Countries of network addresses: {attribution}.";

    // "10 p.m." has its full stop already.
    private static string Sentence(string text) => text.EndsWith('.') ? text : $"{text}.";

    private static string Were(long visitors) => visitors == 1 ? "was" : "were";

    private static string Are(long visitors) => visitors == 1 ? "is" : "are";

    private string Visitors(long count) => $"{(count == 0 ? "no" : Many(count))} {(count == 1 ? "visitor" : "visitors")}";

    private string Many(long count) => count switch
    {
        0 => "none",
        1 => "one",
        _ => IsSaidExactly(count) ? Words.Number(count) : $"about {Words.Rounded(count)}",
    };

    private string Estimated(Estimate estimate) =>
        estimate.AtMost ? $"At most {Visitors(estimate.Visitors)}" : Capitalized(Visitors(estimate.Visitors));

    private string HeadlineContrast() =>
        Findings is { Contrast: { Likeness: Likeness.TimesAsMany } contrast, BaselineInSurge: false }
            ? $"{Words.Colon}{Alone(contrast)} as a week earlier"
            : string.Empty;

    private string Alone(Contrast contrast) => contrast.Likeness switch
    {
        Likeness.TimesAsMany => $"about {Words.Times(contrast.Figure)} times as many",
        Likeness.PercentMore => $"about {Words.PercentOf(contrast.Figure)} more",
        Likeness.AboutAsMany => "about the same",
        Likeness.PercentFewer => $"about {Words.PercentOf(contrast.Figure)} fewer",
        Likeness.HardlyAny => $"less than {Words.PercentOf(1)} of that number",
        _ => throw new InvalidOperationException($"{contrast.Likeness} is no likeness known here."),
    };

    private string Compared(Contrast contrast) => contrast.Likeness switch
    {
        Likeness.TimesAsMany or Likeness.AboutAsMany => $"{Alone(contrast)} as",
        Likeness.HardlyAny => $"less than {Words.PercentOf(1)} of the number",
        _ => $"{Alone(contrast)} than",
    };

    private string Part(double share) => share < SmallestPart ? $"less than {Words.FinePercent(SmallestPart)}" : Words.Percent(share);

    private string Describe(CountryShare country)
    {
        var range = country.BaselineShare is { } before ? $" ({Range(Words.FinePercent(before.Low), Words.FinePercent(before.High))})" : string.Empty;
        return $"{country.Name.En} {Words.Percent(country.Share!.Value)}{range}";
    }

    private string Describe(RoomDifference difference)
    {
        var direction = difference.WaitedLonger ? "waited longer" : "let in sooner";
        return difference is { MedianMinutes: { } own, OthersMedianMinutes: { } others }
            ? $"{difference.Name.En}, {direction}, median wait {Minutes(own)} against {Minutes(others)}"
            : $"{difference.Name.En}, {direction}";
    }

    private string Minutes(int minutes) => minutes == 0 ? "less than a minute" : Words.Counted(minutes, "minute", "minutes");

    private string TimesOver(long count) => count == 0 ? "not once" : count == 1 ? "once" : $"{Many(count)} times";

    private static string Range(string low, string high) => low == high ? low : $"{low} to {high}";

    private string Since(DateTimeOffset since) => IsSameDay(since) ? TimeOfDay(since) : Moment(since);

    // 12 a.m. and 12 p.m. are read either way; and midnight alone may be that at either end of the day.
    private string Moment(DateTimeOffset at) =>
        at is { Hour: 0, Minute: 0 } ? $"midnight at the start of {Words.Date(at)}" : $"{TimeOfDay(at)} on {Words.Date(at)}";

    private string TimeOfDay(DateTimeOffset at) => at switch
    {
        { Hour: 0, Minute: 0 } => "midnight",
        { Hour: 12, Minute: 0 } => "noon",
        _ => Words.Time(at),
    };

    private string HoursBetween() =>
        (MinuteRange.WholeMinute(Findings.At) - Findings.BaselineAt).TotalHours.ToString("0.##", CultureInfo.InvariantCulture);
}

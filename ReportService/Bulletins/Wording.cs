using Affluence.Report.Languages;
using Affluence.Report.Room;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Bulletins;

/// <summary>
/// Puts findings into words. What is said, and in which order, is the same in every language; a language gives the sentences, and is never
/// asked for one whose figure is not known.
/// </summary>
internal abstract class Wording(Findings findings, Typography typography)
{
    /// <summary>A smaller part is said to be less than this.</summary>
    protected const double SmallestPart = 0.001;

    private const int FewestRounded = 100;
    private const int DifferencesNamed = 4;

    protected Findings Findings { get; } = findings;

    protected Typography Words { get; } = typography;

    public Statement Write() =>
        new(Words.Language, Headline(), [.. Paragraphs().Select(sentences => string.Join(' ', sentences.OfType<string>())).Where(text => text.Length > 0)]);

    protected abstract string Headline();

    protected abstract string Stale();

    protected abstract string Presence(long visitors);

    protected abstract string PresenceNotKnown();

    protected abstract string WhatPresenceIs();

    /// <param name="visitors">One standard error.</param>
    /// <param name="relative">The same, of all visitors.</param>
    /// <param name="rounded">Whether the number said is rounded.</param>
    protected abstract string Accuracy(long visitors, double relative, bool rounded);

    protected abstract string MayChange();

    protected abstract string MayBeIncomplete();

    protected abstract string Comparison(Contrast contrast, long before);

    protected abstract string BeforeAlone(long before);

    protected abstract string NotCompared();

    protected abstract string? Clocks(ClockChange change);

    protected abstract string BeforeWasSurge();

    protected abstract string Median(MedianFinding median);

    protected abstract string Countries();

    protected abstract string CountryUnknown(double share);

    protected abstract string AddressIsNotPerson(CountryName leading);

    protected abstract string SurgeSince(DateTimeOffset since);

    protected abstract string DifficultSince(DateTimeOffset since);

    protected abstract string RefusedShare(double share);

    protected abstract string TurnedAway(Estimate visitors);

    protected abstract string GotIn(Estimate visitors);

    protected abstract string RoomSince(DateTimeOffset since, long joined, long letIn);

    protected abstract string CountriesNotTested();

    /// <param name="fairness">With at least one country tested.</param>
    /// <param name="named">Of those found, the ones to name.</param>
    protected abstract string CountriesTested(RoomFairness fairness, IReadOnlyList<RoomDifference> named);

    protected abstract string TooFewForTest(int countries);

    protected abstract string Excluded();

    protected abstract string WhatVisitorsAre();

    protected abstract string Attribution(string attribution);

    /// <summary>Whether a number is said as it is: rounding begins at 100.</summary>
    protected static bool IsSaidExactly(long visitors) => visitors < FewestRounded;

    protected static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>The error of an estimate as it is said: null when it is not known, or less than one visitor.</summary>
    protected static long? ErrorOf(Estimate estimate) =>
        !estimate.AtMost && estimate.StandardError is { } error && Math.Round(error) is >= 1 and var whole ? Rounding.People((long)whole) : null;

    protected bool IsSameDay(DateTimeOffset moment) => moment.Date == Findings.At.Date;

    private IEnumerable<string?[]> Paragraphs()
    {
        yield return [Findings.IsStale ? Stale() : null];
        yield return Findings.Visitors is { } visitors ? [Presence(visitors), WhatPresenceIs(), Accuracy(visitors)] : [PresenceNotKnown()];
        yield return
        [
            Findings is { HasFigures: true, IsFinal: false } ? MayChange() : null,
            Findings is { HasFigures: true, MayBeIncomplete: true } ? MayBeIncomplete() : null,
        ];
        yield return
        [
            Comparison(),
            Comparison() is null ? null : Clocks(Findings.ClockChange),
            Findings is { BaselineVisitors: not null, BaselineInSurge: true } ? BeforeWasSurge() : null,
            Findings.Median is { } median ? Median(median) : null,
        ];
        yield return
        [
            Findings.Countries.Count > 0 ? Countries() : null,
            Findings.UnknownShare is { } unknown ? CountryUnknown(unknown) : null,
            Findings.Countries is [var leading, ..] ? AddressIsNotPerson(leading.Name) : null,
        ];
        yield return
        [
            Findings.SurgeSince is { } surge ? SurgeSince(surge) : null,
            Findings.DifficultSince is { } difficult ? DifficultSince(difficult) : null,
        ];
        yield return
        [
            Findings.RefusedShare is { } refused ? RefusedShare(refused) : null,
            Findings.TurnedAway is { } turnedAway ? TurnedAway(turnedAway) : null,
            Findings.GotIn is { } gotIn ? GotIn(gotIn) : null,
        ];
        yield return Findings.Room is { OpenSince: { } open, Fairness: { } fairness } room
            ?
            [
                RoomSince(open, room.Joined, room.Admitted),
                fairness.Tested == 0 ? CountriesNotTested() : CountriesTested(fairness, [.. fairness.Found.Take(DifferencesNamed)]),
                fairness is { Tested: > 0, NotTested: > 0 } ? TooFewForTest(fairness.NotTested) : null,
            ]
            : [];
        yield return [Excluded()];
        yield return [WhatVisitorsAre()];
        yield return [Findings.Attribution is { } attribution ? Attribution(attribution) : null];
    }

    private string? Accuracy(long visitors) =>
        Findings.StandardError is { } relative
            ? Accuracy(Math.Max(1, Rounding.People((long)Math.Round(visitors * relative))), relative, !IsSaidExactly(visitors))
            : null;

    private string? Comparison() => Findings switch
    {
        { Contrast: { } contrast, BaselineVisitors: { } before } => Comparison(contrast, before),
        { BaselineVisitors: { } before } => BeforeAlone(before),
        { Visitors: not null } => NotCompared(),
        _ => null,
    };
}

using Affluence.Report.Languages;
using Affluence.Report.Surges;

namespace Affluence.Report.Alerts;

/// <summary>What an alert says in words, to people who read it on a telephone at night.</summary>
internal sealed class AlertSentences(Typography typography)
{
    private const char NoBreakSpace = '\u00A0';

    public string Of(Alert alert, AlertFigures figures, bool late) =>
        (late ? Say("Found afterwards. ", "Constaté après coup. ") : string.Empty) + (alert.Kind switch
        {
            AlertKind.SurgeBegan => Surge(alert, figures, Say("Surge", "Affluence")),
            AlertKind.SurgeGrew => Surge(alert, figures, Say($"Surge, now {Times(alert.Step!.Value)} times", $"Affluence, maintenant {Times(alert.Step!.Value)} fois")),
            AlertKind.SurgeResumed => Surge(alert, figures, Say("The surge was not over", "L’affluence n’était pas terminée")),
            AlertKind.SurgeEnded => SurgeEnded(alert),
            AlertKind.SurgeWithdrawn => Say(
                $"There was no surge at {Full(alert.Since)}: corrected figures show none.",
                $"Il n’y a pas eu d’affluence à {Full(alert.Since)} : les chiffres corrigés n’en montrent aucune."),
            AlertKind.DifficultyBegan => Difficulty(alert, Say("The site is difficult to reach", "Le site est difficile à joindre")),
            AlertKind.DifficultyResumed => Difficulty(alert, Say("The site is difficult to reach again", "Le site est de nouveau difficile à joindre")),
            AlertKind.DifficultyEnded => DifficultyEnded(alert),
            AlertKind.DifficultyWithdrawn => Say(
                $"The site was not difficult to reach at {Full(alert.Since)}: corrected figures show that it was not.",
                $"Le site n’était pas difficile à joindre à {Full(alert.Since)} : c’est ce que montrent les chiffres corrigés."),
            AlertKind.RoomOpened => RoomOpened(alert),
            AlertKind.RoomClosed => RoomClosed(alert),
            _ => throw new InvalidOperationException($"{alert.Kind} is no kind of alert known here."),
        });

    private string RoomOpened(Alert alert) =>
        Say(
            $"The waiting room has been open since {Full(alert.Since)}: visitors are let in in order of arrival.",
            $"La salle d’attente est ouverte depuis {Full(alert.Since)} : les visiteurs entrent dans l’ordre de leur arrivée.")
        + (alert.Room is { } room
            ? Say($" Waiting at {Short(alert.At, alert.Since)}: about {People(room.Waiting)}.", $" En attente à {Short(alert.At, alert.Since)} : environ {People(room.Waiting)}.")
            : string.Empty);

    private string RoomClosed(Alert alert)
    {
        var until = alert.Until!.Value;
        return Say(
                $"The waiting room was closed at {Full(until)}; it had been open since {Short(alert.Since, until)}.",
                $"La salle d’attente a été fermée à {Full(until)}; elle était ouverte depuis {Short(alert.Since, until)}.")
            + (alert.Room is { } room
                ? Say(
                    $" Given a place: about {People(room.Joined)}; let in: about {People(room.Admitted)}; gave up: about {People(room.GaveUp)}.",
                    $" Places données : environ {People(room.Joined)}; entrés : environ {People(room.Admitted)}; partis sans attendre : environ {People(room.GaveUp)}.")
                : string.Empty);
    }

    private string Surge(Alert alert, AlertFigures figures, string opening) =>
        opening
        + (figures is { Visitors: { } visitors, Baseline: { } baseline, Ratio: { } ratio }
            ? Say(
                $": about {People(visitors)} visitors at {Full(alert.At)}, {Times(ratio)} times as many as at the same moment a week earlier " +
                $"(about {People(baseline)}).",
                $" : environ {People(visitors)} visiteurs à {Full(alert.At)}, soit {Times(ratio)} fois le nombre du même moment une semaine plus tôt " +
                $"(environ {People(baseline)}).")
            : Say($": its figures at {Full(alert.At)} are not known.", $" : ses chiffres à {Full(alert.At)} ne sont pas connus."))
        + (alert.At == alert.Since ? string.Empty : Say($" It began at {Short(alert.Since, alert.At)}.", $" Elle a commencé à {Short(alert.Since, alert.At)}."))
        + (alert.DifficultSince, alert.DifficultUntil) switch
        {
            ({ } since, { } until) => Say(
                $" The site was difficult to reach from {Short(since, alert.At)} to {Short(until, alert.At)}.",
                $" Le site a été difficile à joindre de {Short(since, alert.At)} à {Short(until, alert.At)}."),
            ({ } since, null) => Say(
                $" The site has been difficult to reach since {Short(since, alert.At)}.",
                $" Le site est difficile à joindre depuis {Short(since, alert.At)}."),
            _ => string.Empty,
        };

    private string SurgeEnded(Alert alert)
    {
        var (until, peak) = (alert.Until!.Value, alert.Peak!);
        return (alert.EndedBy == EpisodeEnd.Silence
                ? Say($"Nothing has been known of the surge since {Full(until)}.", $"On ne sait plus rien de l’affluence depuis {Full(until)}.")
                : Say($"The surge was over at {Full(until)}.", $"L’affluence était terminée à {Full(until)}."))
            + Say(
                $" It began at {Short(alert.Since, until)} and peaked at {Short(peak.At, until)} with about {People(peak.Visitors)} visitors, " +
                $"{Times(peak.Ratio)} times as many as a week earlier.",
                $" Elle a commencé à {Short(alert.Since, until)} et culminé à {Short(peak.At, until)} avec environ {People(peak.Visitors)} visiteurs, " +
                $"soit {Times(peak.Ratio)} fois le nombre d’une semaine plus tôt.");
    }

    private string Difficulty(Alert alert, string opening) =>
        opening + Say(
            $": page views have been refused since {Full(alert.Since)}, {Worst(alert)} of them at the worst.",
            $" : des pages sont refusées depuis {Full(alert.Since)}, {Worst(alert)} d’entre elles au pire moment.");

    private string DifficultyEnded(Alert alert)
    {
        var until = alert.Until!.Value;
        return (alert.EndedBy == EpisodeEnd.Silence
                ? Say(
                    $"Whether the site is still difficult to reach has not been known since {Full(until)}.",
                    $"On ne sait plus depuis {Full(until)} si le site reste difficile à joindre.")
                : Say($"The site has no longer been difficult to reach since {Full(until)}.", $"Le site n’est plus difficile à joindre depuis {Full(until)}."))
            + Say(
                $" It had been since {Short(alert.Since, until)}; at the worst {Worst(alert)} of page views were refused.",
                $" Il l’était depuis {Short(alert.Since, until)}; au pire moment, {Worst(alert)} des pages étaient refusées.");
    }

    // "p.m." and "nov." at the end of a sentence end it.
    private string Say(string english, string french) => typography.Choose(
        english.Replace("..", ".", StringComparison.Ordinal),
        french.Replace("..", ".", StringComparison.Ordinal).Replace(" :", $"{NoBreakSpace}:", StringComparison.Ordinal));

    private string People(long count) => typography.Number(Rounding.People(count));

    private string Times(double ratio) => Rounding.Times(ratio).ToString(typography.Numbers);

    private string Worst(Alert alert) => typography.Percent(alert.Worst!.RefusedShare);

    /// <summary>With day and offset: nothing else in the message says when it is.</summary>
    private string Full(DateTimeOffset at) =>
        $"{typography.Time(at)} {typography.Choose("on", "le")} {typography.Date(at)} ({Typography.Offset(at)})";

    /// <summary>The time alone, unless its day is another than that of the moment told with it.</summary>
    private string Short(DateTimeOffset at, DateTimeOffset told) =>
        at.Date == told.Date ? typography.Time(at) : $"{typography.Time(at)} {typography.Choose("on", "le")} {typography.ShortDate(at)}";
}

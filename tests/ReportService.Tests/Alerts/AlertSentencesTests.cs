using Affluence.Report.Alerts;
using Affluence.Report.Languages;
using Affluence.Report.Room;
using Affluence.Report.Surges;

namespace Affluence.ReportService.Tests.Alerts;

public class AlertSentencesTests
{
    private static readonly DateTimeOffset Since = new(2016, 11, 8, 22, 3, 0, TimeSpan.FromHours(-5));

    /// <summary>An underscore is a no-break space.</summary>
    [Theory]
    [InlineData(
        AlertKind.SurgeBegan,
        "Surge: about 200,000 visitors at 11_p.m. on Tuesday, November 8, 2016 (UTC−05:00), 12 times as many as at the same moment a week earlier (about 17,000). It began at 10:03_p.m. The site has been difficult to reach since 10:59_p.m.",
        "Affluence_: environ 200_000 visiteurs à 23_h le mardi 8_novembre_2016 (UTC−05:00), soit 12 fois le nombre du même moment une semaine plus tôt (environ 17_000). Elle a commencé à 22_h_03. Le site est difficile à joindre depuis 22_h_59.")]
    [InlineData(
        AlertKind.SurgeGrew,
        "Surge, now 10 times: about 200,000 visitors at 11_p.m. on Tuesday, November 8, 2016 (UTC−05:00), 12 times as many as at the same moment a week earlier (about 17,000). It began at 10:03_p.m. The site has been difficult to reach since 10:59_p.m.",
        "Affluence, maintenant 10 fois_: environ 200_000 visiteurs à 23_h le mardi 8_novembre_2016 (UTC−05:00), soit 12 fois le nombre du même moment une semaine plus tôt (environ 17_000). Elle a commencé à 22_h_03. Le site est difficile à joindre depuis 22_h_59.")]
    [InlineData(
        AlertKind.SurgeResumed,
        "The surge was not over: about 200,000 visitors at 11_p.m. on Tuesday, November 8, 2016 (UTC−05:00), 12 times as many as at the same moment a week earlier (about 17,000). It began at 10:03_p.m. The site has been difficult to reach since 10:59_p.m.",
        "L’affluence n’était pas terminée_: environ 200_000 visiteurs à 23_h le mardi 8_novembre_2016 (UTC−05:00), soit 12 fois le nombre du même moment une semaine plus tôt (environ 17_000). Elle a commencé à 22_h_03. Le site est difficile à joindre depuis 22_h_59.")]
    // The day after, it says on which day it began.
    [InlineData(
        AlertKind.SurgeEnded,
        "The surge was over at 4:10_a.m. on Wednesday, November 9, 2016 (UTC−05:00). It began at 10:03_p.m. on Nov._8 and peaked at 11_p.m. on Nov._8 with about 200,000 visitors, 12 times as many as a week earlier.",
        "L’affluence était terminée à 4_h_10 le mercredi 9_novembre_2016 (UTC−05:00). Elle a commencé à 22_h_03 le 8_nov. et culminé à 23_h le 8_nov. avec environ 200_000 visiteurs, soit 12 fois le nombre d’une semaine plus tôt.")]
    [InlineData(
        AlertKind.SurgeWithdrawn,
        "There was no surge at 10:03_p.m. on Tuesday, November 8, 2016 (UTC−05:00): corrected figures show none.",
        "Il n’y a pas eu d’affluence à 22_h_03 le mardi 8_novembre_2016 (UTC−05:00)_: les chiffres corrigés n’en montrent aucune.")]
    [InlineData(
        AlertKind.DifficultyBegan,
        "The site is difficult to reach: page views have been refused since 10:03_p.m. on Tuesday, November 8, 2016 (UTC−05:00), 12% of them at the worst.",
        "Le site est difficile à joindre_: des pages sont refusées depuis 22_h_03 le mardi 8_novembre_2016 (UTC−05:00), 12_% d’entre elles au pire moment.")]
    [InlineData(
        AlertKind.DifficultyResumed,
        "The site is difficult to reach again: page views have been refused since 10:03_p.m. on Tuesday, November 8, 2016 (UTC−05:00), 12% of them at the worst.",
        "Le site est de nouveau difficile à joindre_: des pages sont refusées depuis 22_h_03 le mardi 8_novembre_2016 (UTC−05:00), 12_% d’entre elles au pire moment.")]
    [InlineData(
        AlertKind.DifficultyEnded,
        "The site has no longer been difficult to reach since 4:10_a.m. on Wednesday, November 9, 2016 (UTC−05:00). It had been since 10:03_p.m. on Nov._8; at the worst 12% of page views were refused.",
        "Le site n’est plus difficile à joindre depuis 4_h_10 le mercredi 9_novembre_2016 (UTC−05:00). Il l’était depuis 22_h_03 le 8_nov.; au pire moment, 12_% des pages étaient refusées.")]
    [InlineData(
        AlertKind.DifficultyWithdrawn,
        "The site was not difficult to reach at 10:03_p.m. on Tuesday, November 8, 2016 (UTC−05:00): corrected figures show that it was not.",
        "Le site n’était pas difficile à joindre à 22_h_03 le mardi 8_novembre_2016 (UTC−05:00)_: c’est ce que montrent les chiffres corrigés.")]
    [InlineData(
        AlertKind.RoomOpened,
        "The waiting room has been open since 10:03_p.m. on Tuesday, November 8, 2016 (UTC−05:00): visitors are let in in order of arrival. Waiting at 11_p.m.: about 3,200.",
        "La salle d’attente est ouverte depuis 22_h_03 le mardi 8_novembre_2016 (UTC−05:00)_: les visiteurs entrent dans l’ordre de leur arrivée. En attente à 23_h_: environ 3_200.")]
    [InlineData(
        AlertKind.RoomClosed,
        "The waiting room was closed at 4:10_a.m. on Wednesday, November 9, 2016 (UTC−05:00); it had been open since 10:03_p.m. on Nov._8. Given a place: about 12,000; let in: about 8,500; gave up: about 320.",
        "La salle d’attente a été fermée à 4_h_10 le mercredi 9_novembre_2016 (UTC−05:00); elle était ouverte depuis 22_h_03 le 8_nov. Places données_: environ 12_000; entrés_: environ 8_500; partis sans attendre_: environ 320.")]
    public void Of_EachKind_InBothLanguages(object kind, string english, string french)
    {
        var alert = Alert((AlertKind)kind);
        var figures = new AlertFigures(200_112, 17_003, 11.77, 0.12);

        Assert.Equal(english.Replace('_', '\u00A0'), new AlertSentences(Typography.English).Of(alert, figures, late: false));
        Assert.Equal(french.Replace('_', '\u00A0'), new AlertSentences(Typography.French).Of(alert, figures, late: false));
    }

    [Fact]
    public void Of_EndBySilence_NotSaidToBeOver()
    {
        var figures = new AlertFigures(null, null, null, null);
        var surge = Alert(AlertKind.SurgeEnded) with { EndedBy = EpisodeEnd.Silence };
        var difficulty = Alert(AlertKind.DifficultyEnded) with { EndedBy = EpisodeEnd.Silence };

        Assert.StartsWith("Nothing has been known of the surge since 4:10", new AlertSentences(Typography.English).Of(surge, figures, late: false), StringComparison.Ordinal);
        Assert.StartsWith("On ne sait plus rien de l’affluence depuis 4", new AlertSentences(Typography.French).Of(surge, figures, late: false), StringComparison.Ordinal);
        Assert.StartsWith("Whether the site is still difficult", new AlertSentences(Typography.English).Of(difficulty, figures, late: false), StringComparison.Ordinal);
        Assert.StartsWith("On ne sait plus depuis 4", new AlertSentences(Typography.French).Of(difficulty, figures, late: false), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_MinuteWithoutFigures_SaysSo() =>
        Assert.StartsWith(
            "The surge was not over: its figures at 11\u00A0p.m. on Tuesday, November 8, 2016 (UTC−05:00) are not known.",
            new AlertSentences(Typography.English).Of(Alert(AlertKind.SurgeResumed), new AlertFigures(null, null, null, null), late: false),
            StringComparison.Ordinal);

    [Fact]
    public void Of_AbbreviationAtTheEnd_EndsTheSentence() =>
        Assert.EndsWith(
            "Elle a commencé à 22\u00A0h\u00A003 le 8\u00A0nov. Le site est difficile à joindre depuis 22\u00A0h\u00A059 le 8\u00A0nov.",
            new AlertSentences(Typography.French).Of(
                Alert(AlertKind.SurgeBegan) with { At = new DateTimeOffset(2016, 11, 9, 0, 5, 0, TimeSpan.FromHours(-5)) },
                new AlertFigures(200_112, 17_003, 11.77, 0.12),
                late: false),
            StringComparison.Ordinal);

    [Fact]
    public void Of_DifficultyThatIsOver_SaidFromWhenToWhen() =>
        Assert.EndsWith(
            " The site was difficult to reach from 10:59\u00A0p.m. to 2\u00A0a.m. on Nov.\u00A09.",
            new AlertSentences(Typography.English).Of(
                Alert(AlertKind.SurgeBegan) with { DifficultUntil = new DateTimeOffset(2016, 11, 9, 2, 0, 0, TimeSpan.FromHours(-5)) },
                new AlertFigures(200_112, 17_003, 11.77, 0.12),
                late: true),
            StringComparison.Ordinal);

    private static Alert Alert(AlertKind kind)
    {
        var ended = kind is AlertKind.SurgeEnded or AlertKind.DifficultyEnded or AlertKind.RoomClosed;
        DateTimeOffset? until = ended ? new DateTimeOffset(2016, 11, 9, 4, 10, 0, TimeSpan.FromHours(-5)) : null;
        return new Alert("id", AlertSubject.Surge, kind, "episode", Since, until, until ?? Since.AddMinutes(57), Since)
        {
            Step = kind == AlertKind.SurgeGrew ? 10 : 3,
            EndedBy = ended ? EpisodeEnd.Ordinary : null,
            Peak = new SurgePeak(Since.AddMinutes(57), 200_112, 11.77),
            Worst = new DifficultyPeak(Since.AddMinutes(57), 0.12),
            DifficultSince = Since.AddMinutes(56),
            Room = new RoomFigures(Since, Joined: 12_012, Admitted: 8_493, Waiting: 3_201, GaveUp: 318, []),
        };
    }
}

using System.Globalization;
using Affluence.Report.Room;
using Affluence.Report.Snapshots;
using Affluence.Report.Surges;

namespace Affluence.ReportService.Tests.Bulletins;

/// <summary>What is said of the night's snapshot when its figures are changed. A tilde stands for a no-break space.</summary>
internal static class StatementCases
{
    /// <summary>The whole headline.</summary>
    public static StatementCaseTable Headlines { get; } = new()
    {
        {
            "nobody", snapshot => snapshot with { Visitors = 0 },
            "No visitors on the site at 11~p.m. on Tuesday, November 8, 2016",
            "Aucun visiteur sur le site le mardi 8~novembre~2016 à 23~h"
        },
        {
            "one", snapshot => snapshot with { Visitors = 1 },
            "One visitor on the site at 11~p.m. on Tuesday, November 8, 2016",
            "Un visiteur sur le site le mardi 8~novembre~2016 à 23~h"
        },
        {
            "fewer than are rounded", snapshot => snapshot with { Visitors = 99 },
            "99 visitors on the site at 11~p.m. on Tuesday, November 8, 2016",
            "99~visiteurs sur le site le mardi 8~novembre~2016 à 23~h"
        },
        {
            "not twice as many", snapshot => snapshot with { Visitors = 17_100 },
            "About 17,000 visitors on the site at 11~p.m. on Tuesday, November 8, 2016",
            "Environ 17~000~visiteurs sur le site le mardi 8~novembre~2016 à 23~h"
        },
        {
            "compared with a surge", snapshot => snapshot with { Baseline = snapshot.Baseline with { WeeksLeftOut = [NightFigures.WeekBefore] } },
            "About 200,000 visitors on the site at 11~p.m. on Tuesday, November 8, 2016",
            "Environ 200~000~visiteurs sur le site le mardi 8~novembre~2016 à 23~h"
        },
        {
            "midnight", snapshot => Moved(snapshot, "2016-11-09T00:00:00-05:00", "2016-11-02T00:00:00-04:00") with { Visitors = 5_000 },
            "About 5,000 visitors on the site at midnight at the start of Wednesday, November 9, 2016",
            "Environ 5~000~visiteurs sur le site le mercredi 9~novembre~2016 à 0~h"
        },
        {
            "noon on the first of a month", snapshot => Moved(snapshot, "2016-12-01T12:00:00-05:00", "2016-11-24T12:00:00-05:00") with { Visitors = 5_000 },
            "About 5,000 visitors on the site at noon on Thursday, December 1, 2016",
            "Environ 5~000~visiteurs sur le site le jeudi 1er~décembre~2016 à 12~h"
        },
    };

    /// <summary>A part of the statement.</summary>
    public static StatementCaseTable Sentences { get; } = new()
    {
        {
            "waiting room, no difference found", snapshot => snapshot with { Room = Room(new RoomFairness(0.05, 11, 3, [])) },
            "A waiting room has been open since 10:51~p.m., in which places were given out about 4,000 times and visitors let in about 2,800 times. For 11 countries it was " +
                "tested whether visitors from there were let in as soon as all others who came in the same minute, by a method that finds a difference in at most 5% of cases " +
                "where there is none: no difference was found, which does not prove that there is none. Too few came from 3 other countries for a test.",
            "Une salle d’attente est ouverte depuis 22~h~51~: places attribuées, environ 4~000; visiteurs admis, environ 2~800. Pour 11 pays, on a vérifié si les visiteurs " +
                "ont été admis aussi vite que tous les autres arrivés à la même minute, par une méthode qui, là où il n’y a pas de différence, en trouve une dans au plus 5~% des " +
                "cas~: aucune différence n’a été trouvée, ce qui ne prouve pas qu’il n’y en a pas. Trop peu de visiteurs sont venus de 3 autres pays pour une vérification."
        },
        {
            "waiting room, differences found",
            snapshot => snapshot with { Room = Room(new RoomFairness(0.05, 2, 1, [Difference("CA", true, 17, 15), Difference("FR", false, 0, null)])) },
            "one was found for 2 (Canada, waited longer, median wait 17 minutes against 15 minutes; France, let in sooner). Too few came from 1 other country for a test.",
            "une différence a été trouvée pour 2 (Canada, attente plus longue, attente médiane de 17~minutes contre 15~minutes; France, admission plus rapide). " +
                "Trop peu de visiteurs sont venus d’un autre pays pour une vérification."
        },
        {
            "waiting room, more differences than are named",
            snapshot => snapshot with
            {
                Room = Room(new RoomFairness(0.05, 9, 0, [.. new[] { "CA", "FR", "DE", "GB", "IT", "JP" }.Select(code => Difference(code, true, 1, 0))])),
            },
            "one was found for 6 (Canada, waited longer, median wait 1 minute against less than a minute;",
            "Royaume-Uni, attente plus longue, attente médiane de 1~minute contre moins d’une minute; et 2 de plus)."
        },
        {
            "waiting room, too few for any test", snapshot => snapshot with { Room = Room(new RoomFairness(0.05, 0, 4, [])) },
            "Whether visitors of all countries were let in alike could not be tested, because too few came from each.",
            "On n’a pas pu vérifier si les visiteurs de tous les pays ont été admis de la même façon, car trop peu sont venus de chacun."
        },
        {
            "nobody", snapshot => snapshot with { Visitors = 0 },
            "As of 11~p.m. on Tuesday, November 8, 2016 (UTC−05:00), no visitors were on the site.",
            "Le mardi 8~novembre~2016 à 23~h (UTC−05:00), aucun visiteur ne se trouvait sur le site."
        },
        {
            "one visitor", snapshot => snapshot with { Visitors = 1 },
            "one visitor was on the site.",
            "un visiteur se trouvait sur le site."
        },
        {
            "too few to be rounded", snapshot => snapshot with { Visitors = 60 },
            "60 visitors were on the site. A visitor counts as being on the site when at least one of its pages was served to them in the five minutes " +
                "before that time. The number is accurate to plus or minus one visitor in about two cases out of three (standard error: 0.2%).",
            "60~visiteurs se trouvaient sur le site. Un visiteur est considéré comme présent lorsqu’au moins une page du site lui a été servie dans les " +
                "cinq minutes précédant cette heure. Ce nombre est exact à un visiteur près, en plus ou en moins, dans environ deux cas sur trois " +
                "(erreur type~: 0,2~%)."
        },
        {
            "whole millions", snapshot => snapshot with { Visitors = 2_010_000 },
            "about 2,000,000 visitors were on the site.",
            "environ 2~000~000~de visiteurs se trouvaient sur le site."
        },
        {
            "more than a million", snapshot => snapshot with { Visitors = 1_234_567 },
            "about 1,200,000 visitors were on the site.",
            "environ 1~200~000~visiteurs se trouvaient sur le site."
        },
        {
            "a very small error", snapshot => snapshot with { StandardError = 0.0001 },
            "accurate to plus or minus 20 visitors in about two cases out of three.",
            "exact à 20~visiteurs près, en plus ou en moins, dans environ deux cas sur trois."
        },
        {
            "some more than before", snapshot => snapshot with { Visitors = 22_000 },
            "That is about 29% more than at the same moment a week earlier, 11~p.m. on Tuesday, November 1, 2016, when there were about 17,000.",
            "C’est environ 29~% de plus qu’au même moment une semaine plus tôt, le mardi 1er~novembre~2016 à 23~h, où il y en avait environ 17~000."
        },
        {
            "as many as before", snapshot => snapshot with { Visitors = 16_800 },
            "That is about the same as at the same moment a week earlier,",
            "C’est à peu près autant qu’au même moment une semaine plus tôt,"
        },
        {
            "fewer than before", snapshot => snapshot with { Visitors = 4_250 },
            "That is about 75% fewer than at the same moment a week earlier,",
            "C’est environ 75~% de moins qu’au même moment une semaine plus tôt,"
        },
        {
            "hardly any of before", snapshot => snapshot with { Visitors = 20 },
            "That is less than 1% of the number at the same moment a week earlier,",
            "C’est moins de 1~% du nombre relevé au même moment une semaine plus tôt,"
        },
        {
            "nobody, many before", snapshot => snapshot with { Visitors = 0 },
            "At the same moment a week earlier, 11~p.m. on Tuesday, November 1, 2016, there were about 17,000.",
            "Au même moment une semaine plus tôt, le mardi 1er~novembre~2016 à 23~h, il y en avait environ 17~000."
        },
        {
            "not known, many before", snapshot => NightFigures.Unknown with { Baseline = snapshot.Baseline },
            "(UTC−05:00) is not known. At the same moment a week earlier, 11~p.m. on Tuesday, November 1, 2016, there were about 17,000.",
            "(UTC−05:00). Au même moment une semaine plus tôt, le mardi 1er~novembre~2016 à 23~h, il y en avait environ 17~000."
        },
        {
            "nobody before", snapshot => WithBaseline(snapshot, visitors: 0, median: null),
            "At the same moment a week earlier, 11~p.m. on Tuesday, November 1, 2016, there were none.",
            "Au même moment une semaine plus tôt, le mardi 1er~novembre~2016 à 23~h, il n’y en avait aucun."
        },
        {
            "one before", snapshot => WithBaseline(snapshot with { Visitors = 3 }, visitors: 1, median: null),
            "That is about 3 times as many as at the same moment a week earlier, 11~p.m. on Tuesday, November 1, 2016, when there was one.",
            "C’est environ 3 fois le nombre relevé au même moment une semaine plus tôt, le mardi 1er~novembre~2016 à 23~h, où il y en avait un."
        },
        {
            "before not known", snapshot => WithBaseline(snapshot, visitors: null, median: null),
            "How that compares with the same moment a week earlier, 11~p.m. on Tuesday, November 1, 2016, is not known.",
            "On ne sait pas comment ce nombre se compare à celui du même moment une semaine plus tôt, le mardi 1er~novembre~2016 à 23~h."
        },
        {
            "before not known, median known", snapshot => WithBaseline(snapshot, visitors: null, median: 9_041),
            "is not known. Clocks went back between the two moments, which are 169 hours apart. Compared with the median of the same moment over the four " +
                "weeks before (about 9,000), it is about 22 times as many.",
            "Par rapport à la médiane du même moment des quatre semaines précédentes (environ 9~000), c’est environ 22 fois ce nombre."
        },
        {
            "before was a surge",
            snapshot => snapshot with { Baseline = new Baseline(NightFigures.WeekBefore, 150_000, 16_500, null) { WeeksLeftOut = [NightFigures.WeekBefore] } },
            "That moment lay in a surge itself, so it was not an ordinary one. Compared with the median of the same moment over the four weeks before " +
                "(about 17,000; one of these weeks is left out, since it lay in a surge), it is about 12 times as many.",
            "Le site connaissait déjà une affluence exceptionnelle à ce moment-là, qui n’était donc pas un moment ordinaire. Par rapport à la médiane du " +
                "même moment des quatre semaines précédentes (environ 17~000; une de ces semaines est laissée de côté, car elle a connu une affluence " +
                "exceptionnelle), c’est environ 12 fois ce nombre."
        },
        {
            "two weeks left out of another median",
            snapshot => snapshot with
            {
                Visitors = 17_100,
                Baseline = new Baseline(NightFigures.WeekBefore, 17_003, 30_000, null) { WeeksLeftOut = [At("2016-10-18T23:00:00-04:00"), At("2016-10-11T23:00:00-04:00")] },
            },
            "Compared with the median of the same moment over the four weeks before (about 30,000; 2 of these weeks are left out, since they lay in surges), " +
                "it is about 43% fewer.",
            "Par rapport à la médiane du même moment des quatre semaines précédentes (environ 30~000; 2 de ces semaines sont laissées de côté, car elles " +
                "ont connu une affluence exceptionnelle), c’est environ 43~% de moins."
        },
        {
            "nobody, another median", snapshot => WithBaseline(snapshot with { Visitors = 0 }, visitors: 17_003, median: 9_041),
            "The median of the same moment over the four weeks before was about 9,000.",
            "La médiane du même moment des quatre semaines précédentes était d’environ 9~000~visiteurs."
        },
        {
            "clocks forward in between", snapshot => Moved(snapshot, "2016-03-15T12:00:00-04:00", "2016-03-08T12:00:00-05:00"),
            "Clocks went forward between the two moments, which are 167 hours apart.",
            "Les horloges ont avancé entre ces deux moments, que séparent 167~heures."
        },
        {
            "the moment before did not exist", snapshot => Moved(snapshot, "2016-03-20T02:30:00-04:00", "2016-03-13T03:30:00-04:00"),
            "Because clocks went forward that day, 2:30~a.m. did not exist; 3:30~a.m. is compared instead.",
            "Comme les horloges ont avancé ce jour-là, l’heure de 2~h~30 n’a pas existé; la comparaison porte sur 3~h~30."
        },
        {
            "the moment before happened twice", snapshot => Moved(snapshot, "2016-11-13T01:30:00-05:00", "2016-11-06T01:30:00-04:00"),
            "Because clocks went back that day, 1:30~a.m. happened twice; the first of the two is compared.",
            "Comme les horloges ont reculé ce jour-là, l’heure de 1~h~30 est survenue deux fois; la comparaison porte sur la première."
        },
        {
            "the moment happens twice", snapshot => Moved(snapshot, "2016-11-06T01:30:00-05:00", "2016-10-30T01:30:00-04:00"),
            "Because clocks went back on Sunday, November 6, 2016, 1:30~a.m. happened twice that day; both are compared with the same moment.",
            "Comme les horloges ont reculé le dimanche 6~novembre~2016, l’heure de 1~h~30 est survenue deux fois ce jour-là; les deux sont comparées au même moment."
        },
        {
            "countries without a week before",
            snapshot => snapshot with { Countries = [.. snapshot.Countries.Select(country => country with { BaselineShare = null })] },
            "Share of visitors by country of network address: United States 50%; Canada 37%; Australia 3%; United Kingdom 1.1%.",
            "Part des visiteurs selon le pays de l’adresse réseau~: États-Unis, 50~%; Canada, 37~%; Australie, 3~%; Royaume-Uni, 1,1~%."
        },
        {
            "another country leads",
            snapshot => snapshot with { Countries = [NightFigures.Country("NL", 9, 0.9, 0.1, 0.2), NightFigures.Country("CI", 1, 0.1, 0, 0)] },
            "Netherlands 90% (10% to 20%); Côte d’Ivoire 10% (0%). An address tells where a connection comes from, not who is connected: “Netherlands” " +
                "stands for visitors with an address there, not for citizens of that country.",
            "Pays-Bas, 90~% (de 10~% à 20~%); Côte d’Ivoire, 10~% (0~%). Une adresse indique d’où provient une connexion, et non qui est connecté~: " +
                "«~Pays-Bas~» désigne les visiteurs qui y ont une adresse, et non les citoyens de ce pays."
        },
        {
            "many of no known country", snapshot => snapshot with { Quality = snapshot.Quality with { UnlocatedShare = 0.123 } },
            "The country of 12% of visitors is not known.",
            "Le pays de 12~% des visiteurs est inconnu."
        },
        {
            "no known country", snapshot => snapshot with { Countries = [], Quality = snapshot.Quality with { UnlocatedShare = 0.9987 } },
            "The countries of the visitors are not known.",
            "Les pays des visiteurs sont inconnus."
        },
        {
            "a surge since the day before",
            snapshot => Moved(snapshot, "2016-11-09T00:00:00-05:00", "2016-11-02T00:00:00-04:00") with
            {
                Surge = new SurgeState(SurgeLevel.Surge, At("2016-11-08T20:41:00-05:00"), At("2016-11-09T00:00:00-05:00")),
            },
            "A surge had been under way since 8:41~p.m. on Tuesday, November 8, 2016. The site had been hard to reach since midnight.",
            "Une affluence exceptionnelle durait depuis le mardi 8~novembre~2016 à 20~h~41. Le site était difficile d’accès depuis 0~h."
        },
        {
            "hardly any page refused",
            snapshot => snapshot with { PageViews = new PageViews(402_310, new Dictionary<string, long> { ["shed"] = 3 }), TurnedAway = 0, Refusals = null },
            "In the five minutes before that time, less than 0.1% of the pages asked for were refused.",
            "Dans les cinq minutes précédant cette heure, moins de 0,1~% des pages demandées ont été refusées."
        },
        {
            "one turned away, one got in",
            snapshot => snapshot with { TurnedAway = 1, TurnedAwayStandardError = 0.1, Refusals = new Refusals(2, 1, null) },
            "One visitor reached the site in those minutes but was shown no page of it, and is not counted above. One visitor was refused a page but got " +
                "in, and is counted above.",
            "Un visiteur a joint le site pendant ces minutes sans en obtenir une seule page et n’est pas compté ci-dessus. Un visiteur a essuyé un refus, " +
                "mais est entré tout de même, et est compté ci-dessus."
        },
        {
            "fewer turned away than can be told",
            snapshot => snapshot with { TurnedAway = 300, Refusals = new Refusals(340, 40, null) },
            "At most about 1,000 visitors reached the site in those minutes but were shown no page of it, and are not counted above. At most about 770 " +
                "visitors were refused a page but got in, and are counted above.",
            "Au plus environ 1~000~visiteurs ont joint le site pendant ces minutes sans en obtenir une seule page et ne sont pas comptés ci-dessus. Au plus " +
                "environ 770~visiteurs ont essuyé un refus, mais sont entrés tout de même, et sont comptés ci-dessus."
        },
        {
            "not final", snapshot => snapshot with { Final = false },
            "These figures may still change.",
            "Ces chiffres peuvent encore changer."
        },
        {
            "a gateway is late", snapshot => snapshot with { Quality = snapshot.Quality with { DelayedWriters = 1 } },
            "The figures may be too low, because not every measuring point had reported up to that time.",
            "Il se peut que les chiffres soient trop bas, car certains points de mesure n’avaient pas transmis leurs données jusqu’à cette heure."
        },
        {
            "stale", snapshot => snapshot with { Quality = snapshot.Quality with { Stale = "Nothing newer was composed for 12 s." } },
            "Warning: these figures are not up to date. They describe the time given below, and not the present. As of 11~p.m.",
            "Attention~: ces chiffres ne sont pas à jour. Ils décrivent l’heure indiquée ci-dessous, et non le moment présent. Le mardi 8~novembre~2016"
        },
    };

    /// <summary>Words that must not come up.</summary>
    public static StatementCaseTable Silences { get; } = new()
    {
        { "final", snapshot => snapshot, "may still change", "peuvent encore" },
        { "unknown and not final", _ => NightFigures.Unknown with { Final = false }, "may still change", "peuvent encore" },
        { "median says the same", snapshot => snapshot, "median", "médiane" },
        { "no median", snapshot => WithBaseline(snapshot, visitors: 9_000, median: null), "median", "médiane" },
        { "median of nobody", snapshot => WithBaseline(snapshot, visitors: 9_000, median: 0), "median", "médiane" },
        { "no error", snapshot => snapshot with { StandardError = null }, "accurate", "exact" },
        { "clocks did not change", snapshot => Moved(snapshot, "2016-11-01T23:00:00-04:00", "2016-10-25T23:00:00-04:00"), "locks", "horloges" },
        { "baseline of another calendar", snapshot => Moved(snapshot, "2016-11-08T23:00:00-05:00", "2016-11-01T22:00:00-04:00"), "locks", "horloges" },
        { "few of no known country", snapshot => snapshot, "The country of", "Le pays de" },
        { "no country", snapshot => snapshot with { Countries = [] }, "DB-IP", "DB-IP" },
        { "ordinary", snapshot => snapshot with { Surge = new SurgeState(SurgeLevel.Normal, NightFigures.WeekBefore, null) }, "surge", "affluence" },
        { "easy to reach", snapshot => snapshot with { Surge = snapshot.Surge with { DifficultSince = null } }, "hard to reach", "difficile" },
        { "nobody turned away", snapshot => snapshot with { TurnedAway = 0 }, "shown no page", "une seule page" },
        { "turned away not known", snapshot => snapshot with { TurnedAway = null }, "shown no page", "une seule page" },
        { "refusals not known", snapshot => snapshot with { Refusals = null }, "got in", "essuyé" },
        { "pages not known", snapshot => snapshot with { PageViews = null }, "asked for", "demandées" },
        { "not stale", snapshot => snapshot, "up to date", "à jour" },
        { "waiting room closed", snapshot => snapshot with { Room = RoomFigures.Closed }, "waiting room", "salle d’attente" },
        { "waiting room not known", snapshot => snapshot with { Room = null }, "waiting room", "salle d’attente" },
    };

    private static RoomFigures Room(RoomFairness fairness) =>
        new(At("2016-11-08T22:51:00-05:00"), 4_000, 2_800, 700, 500, []) { Fairness = fairness };

    private static RoomDifference Difference(string code, bool waitedLonger, int? median, int? others) =>
        new(CountryCode.TryParse(code, out var country) ? country : throw new ArgumentException(code), waitedLonger, median, others);

    private static Snapshot WithBaseline(Snapshot snapshot, long? visitors, double? median) =>
        snapshot with { Baseline = new Baseline(NightFigures.WeekBefore, visitors, median, null) };

    private static Snapshot Moved(Snapshot snapshot, string at, string baselineAt) =>
        snapshot with { At = At(at), Baseline = snapshot.Baseline with { At = At(baselineAt) } };

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

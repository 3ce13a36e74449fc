using Affluence.Report.Languages;

namespace Affluence.Report.Api;

/// <summary>One word of the report, and what it means, in English and French.</summary>
internal sealed record Definition(LocalizedText Term, LocalizedText Meaning)
{
    public static IReadOnlyList<Definition> All { get; } =
    [
        new(
            new("visitor", "visiteur"),
            new(
                "A keyed hash of network address (IPv6: its /64) and user agent under the day's secret. Declared bots are counted apart.",
                "Un condensé à clé de l’adresse réseau (IPv6 : son /64) et de l’agent utilisateur, sous le secret du jour. " +
                "Les robots déclarés sont comptés à part.")),
        new(
            new("page view", "page vue"),
            new(
                "A navigation for an HTML document. Only page views make a visitor present.",
                "Une navigation vers un document HTML. Seules les pages vues rendent un visiteur présent.")),
        new(
            new("from the cache", "du cache"),
            new(
                "A served page view that the gateway answered with a page it had kept, without asking the site. Stale: a page past its time, given " +
                "because the site was failing, full or slow, or while it was asked anew.",
                "Une page vue servie par la passerelle à partir d’une page conservée, sans interroger le site. Périmée : une page dont le délai est " +
                "passé, donnée parce que le site était en panne, saturé ou lent, ou pendant qu’il était de nouveau interrogé.")),
        new(
            new("waiting", "en attente"),
            new(
                "Who was given a place in the waiting room, was not let in yet, and still asked in the last minute. Joined, let in, gave up: since the room opened.",
                "Qui a reçu une place dans la salle d’attente, n’est pas encore admis et a encore demandé dans la dernière minute. Places, admissions et abandons depuis l’ouverture de la salle.")),
        new(
            new("visitors", "visiteurs"),
            new(
                "Distinct visitors with at least one served page view in the 5 minutes before the time given.",
                "Visiteurs distincts ayant obtenu au moins une page dans les 5 minutes précédant l’heure indiquée.")),
        new(
            new("refused", "refusée"),
            new(
                "A page view answered with a 5xx status, a time-out or a failed connection, shed, or sent to wait.",
                "Une page vue qui s’est soldée par un état 5xx, un délai dépassé ou une connexion ratée, ou qui a été délestée ou mise en attente.")),
        new(
            new("turned away", "éconduits"),
            new(
                "Distinct visitors with a refused page view in the window and no served one. " +
                "People who could not connect at all are in no figure.",
                "Visiteurs distincts dont une page a été refusée dans la fenêtre et aucune servie. " +
                "Les personnes qui n’ont pas pu se connecter ne figurent dans aucun chiffre.")),
        new(
            new("difficulty", "difficulté"),
            new(
                "At least 1 % of page views refused, 3 minutes running.",
                "Au moins 1 % des pages vues refusées, 3 minutes de suite.")),
        new(
            new("baseline", "référence"),
            new(
                "The same civil moment one week earlier, in the site's time zone.",
                "Le même moment civil une semaine plus tôt, dans le fuseau horaire du site.")),
        new(
            new("surge", "affluence"),
            new(
                "Begins at the first of 3 consecutive minutes with at least 3 times and at least 200 visitors more than the baseline; " +
                "ends after 15 minutes below 1.5 times.",
                "Commence à la première de 3 minutes consécutives comptant au moins 3 fois la référence et au moins 200 visiteurs de plus; " +
                "se termine après 15 minutes à moins de 1,5 fois.")),
        new(
            new("country", "pays"),
            new(
                "Where the network address is registered or used, which is not the visitor's nationality. " +
                "ZZ is unknown and is part of every total.",
                "Le lieu d’enregistrement ou d’usage de l’adresse réseau, et non la nationalité du visiteur. " +
                "ZZ signifie inconnu et fait partie de chaque total.")),
    ];

    /// <param name="term">In English.</param>
    public static Definition Of(string term) => All.Single(definition => definition.Term.En == term);
}

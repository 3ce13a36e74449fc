namespace Affluence.Gateway.WaitingRoom.Answers;

/// <summary>What the waiting page says, in one language. Number agreement and typography are those of the language: French has a no-break space before a colon and within numbers.</summary>
internal sealed record RoomWords
{
    public required string Language { get; init; }

    public required string Title { get; init; }

    public required string Heading { get; init; }

    public required string Kept { get; init; }

    public required string Order { get; init; }

    public required Func<int, string> Before { get; init; }

    public required Func<TimeSpan, TimeSpan, string> Wait { get; init; }

    public required string WaitNotKnown { get; init; }

    public required string SiteAway { get; init; }

    public required string Automatic { get; init; }

    public required string Manual { get; init; }

    public required string AskNow { get; init; }

    public required string MakeManual { get; init; }

    public required string MakeAutomatic { get; init; }

    public required string Turn { get; init; }

    public required string AtOnce { get; init; }

    public required string OtherLanguage { get; init; }

    public static RoomWords English { get; } = new()
    {
        Language = "en",
        Title = "Your place is kept – waiting room",
        Heading = "Your place is kept",
        Kept = "You may close this page, lose the connection or restart your device. Come back to this address, or to the site with the same browser, and your place is still yours.",
        Order = "More people want this part of the site than it can serve at once. It serves them in order of arrival, wherever they are.",
        Before = people => people < 10 ? "Fewer than 10 people are ahead of you." : $"About {Rounded.Number(people, ",")} people are ahead of you.",
        Wait = (low, high) => Rounded.Minutes(low, high) switch
        {
            (0, 1) => "You will wait less than a minute.",
            (0, var most) => $"You will wait less than {most} minutes.",
            var (least, most) when most > 120 => $"You will wait about {least / 60.0:0.#} to {most / 60.0:0.#} hours.",
            var (least, most) => $"You will wait about {least} to {most} minutes.",
        },
        WaitNotKnown = "How long you will wait is not known yet.",
        SiteAway = "The site is not responding at the moment. All places are kept until it does.",
        Automatic = "This page keeps checking whether it is your turn, and then takes you on.",
        Manual = "This page does not check by itself. Use “Check now”; once a minute is often enough.",
        AskNow = "Check now",
        MakeManual = "Stop checking automatically",
        MakeAutomatic = "Check automatically again",
        Turn = "Your turn does not expire: it is kept for 24 hours from your arrival. Once in, you stay in while you use the site, and for 10 minutes after your last page.",
        AtOnce = "These pages are available now, without waiting:",
        OtherLanguage = "Français",
    };

    public static RoomWords French { get; } = new()
    {
        Language = "fr",
        Title = "Votre place est gardée – salle d’attente",
        Heading = "Votre place est gardée",
        Kept = "Vous pouvez fermer cette page, perdre la connexion ou redémarrer votre appareil. Revenez à cette adresse, ou sur le site avec le même navigateur\u00A0: vous retrouverez votre place.",
        Order = "Cette partie du site est demandée par plus de personnes qu’il ne peut en servir à la fois. Elles sont servies dans l’ordre d’arrivée, où qu’elles soient dans le monde.",
        Before = people => people < 10 ? "Moins de 10\u00A0personnes sont devant vous." : $"Environ {Rounded.Number(people, "\u202F")}\u00A0personnes sont devant vous.",
        Wait = (low, high) => Rounded.Minutes(low, high) switch
        {
            (0, 1) => "Vous attendrez moins d’une minute.",
            (0, var most) => $"Vous attendrez moins de {most}\u00A0minutes.",
            var (least, most) when most > 120 => $"Vous attendrez environ de {Comma(least)} à {Comma(most)}\u00A0heures.",
            var (least, most) => $"Vous attendrez environ de {least} à {most}\u00A0minutes.",
        },
        WaitNotKnown = "La durée de votre attente n’est pas encore connue.",
        SiteAway = "Le site ne répond pas en ce moment. Toutes les places sont gardées jusqu’à ce qu’il réponde.",
        Automatic = "Cette page vérifie d’elle-même si c’est votre tour, puis vous conduit sur le site.",
        Manual = "Cette page ne vérifie plus d’elle-même. Utilisez «\u00A0Vérifier maintenant\u00A0»\u00A0; une fois par minute suffit.",
        AskNow = "Vérifier maintenant",
        MakeManual = "Ne plus vérifier automatiquement",
        MakeAutomatic = "Vérifier de nouveau automatiquement",
        Turn = "Votre tour n’expire pas\u00A0: il est gardé 24\u00A0heures à partir de votre arrivée. Une fois sur le site, vous y restez tant que vous l’utilisez, et 10\u00A0minutes après votre dernière page.",
        AtOnce = "Ces pages sont disponibles tout de suite, sans attendre\u00A0:",
        OtherLanguage = "English",
    };

    public static RoomWords Of(string language) => language == "fr" ? French : English;

    private static string Comma(int minutes) => $"{minutes / 60.0:0.#}".Replace('.', ',');
}

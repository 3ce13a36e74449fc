namespace Affluence.Gateway.Guard;

/// <summary>What a visitor is told who gets no answer of the site, in both languages.</summary>
internal sealed record RefusalText(string EnglishTitle, string English, string FrenchTitle, string French)
{
    private static readonly RefusalText NotSupported = new(
        "This kind of request is not accepted here",
        "The site is made of pages to read and forms to send. Start again from its home page.",
        "Ce type de demande n’est pas accepté ici",
        "Le site est fait de pages à lire et de formulaires à envoyer. Repartez de la page d’accueil.");

    private static readonly RefusalText NoAnswer = new(
        "The site does not answer right now",
        "Wait about 30 seconds, then load the page again. Loading it again and again does not make it come faster.",
        "Le site ne répond pas en ce moment",
        "Attendez environ 30\u00A0secondes, puis rechargez la page. La recharger sans cesse ne la fait pas venir plus vite.");

    public static IReadOnlyDictionary<int, RefusalText> All { get; } = new Dictionary<int, RefusalText>
    {
        [StatusCodes.Status400BadRequest] = new(
            "This request cannot be read",
            "The address, or what your browser sent with it, is not in a form that the site understands. Check the address.",
            "Cette demande est illisible",
            "L’adresse, ou ce que votre navigateur a envoyé avec elle, n’a pas une forme que le site comprend. Vérifiez l’adresse."),
        [StatusCodes.Status405MethodNotAllowed] = NotSupported,
        [StatusCodes.Status408RequestTimeout] = new(
            "This request took too long to arrive",
            "Your connection may be slow. Send the form again.",
            "Cette demande a mis trop de temps à arriver",
            "Votre connexion est peut-être lente. Envoyez le formulaire de nouveau."),
        [StatusCodes.Status413PayloadTooLarge] = new(
            "What was sent is too large",
            "The site does not take this much at once.",
            "Ce qui a été envoyé est trop volumineux",
            "Le site n’en accepte pas autant à la fois."),
        [StatusCodes.Status429TooManyRequests] = new(
            "Too many requests came from your connection",
            "Wait a few seconds, then load the page again. The limit is the same for everybody, wherever they are.",
            "Trop de demandes sont venues de votre connexion",
            "Attendez quelques secondes, puis rechargez la page. La limite est la même pour tous, où que ce soit dans le monde."),
        [StatusCodes.Status501NotImplemented] = NotSupported,
        [StatusCodes.Status502BadGateway] = NoAnswer,
        [StatusCodes.Status503ServiceUnavailable] = NoAnswer,
        [StatusCodes.Status504GatewayTimeout] = NoAnswer,
    };
}

using Microsoft.Net.Http.Headers;

namespace Affluence.Site.Languages;

/// <summary>
/// Sends a visitor of <c>/</c> to the home page in the language that the browser asks for. A page that asks for the language would be
/// one more document to serve, and one more page view, at the very moment when everybody arrives at <c>/</c>; every page has the switch.
/// </summary>
internal static class LanguageRedirect
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], (HttpRequest request, HttpResponse response) =>
        {
            response.Headers.Vary = HeaderNames.AcceptLanguage;
            response.Headers.CacheControl = PageCaching.ForAll;
            return TypedResults.LocalRedirect($"/{SiteLanguage.Preferred(request.Headers).Code}{request.QueryString}");
        });
}

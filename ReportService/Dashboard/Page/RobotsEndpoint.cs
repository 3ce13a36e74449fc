using Affluence.ServiceDefaults.Credentials;

namespace Affluence.Report.Dashboard.Page;

/// <summary>What crawlers are asked to leave alone (RFC 9309): every minute of every year is a page with links to the next.</summary>
internal static class RobotsEndpoint
{
    // A link that somebody posts may have its preview, whichever minute it is of.
    private const string Text = """
        User-agent: facebookexternalhit
        User-agent: LinkedInBot
        User-agent: Slackbot-LinkExpanding
        User-agent: Twitterbot
        Allow: /

        User-agent: *
        Allow: /$
        Allow: /fr$
        Disallow: /

        """;

    private static readonly string Normalized = Text.ReplaceLineEndings("\n");

    public static void MapRobots(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/robots.txt", [HttpMethods.Get, HttpMethods.Head], () => TypedResults.Text(Normalized, "text/plain", System.Text.Encoding.UTF8))
            .ExcludeFromDescription()
            .OpenToAnybody();
}

using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace Affluence.Gateway.WaitingRoom.Answers;

/// <summary>The waiting page: a whole document that needs nothing of the site, no script and no cookie.</summary>
internal static class RoomHtml
{
    // Colours of both schemes, each with a contrast of 7 and more; forced colours take their place.
    private const string Style =
        "body{background:#fff;color:#1a1a1a}a{color:#0b4f9e}@media(prefers-color-scheme:dark){body{background:#121212;color:#eee}a{color:#8ab4f8}}body{font:1.125rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.75rem;line-height:1.2}h2{font-size:1.25rem}"
        + ".figures{font-size:1.25rem;font-weight:600;border-left:.3rem solid;padding-left:1rem}li{margin:.5rem 0}a{display:inline-block;padding:.4rem 0}nav a{margin-right:1.5rem}";

    /// <summary>Nothing may be loaded or sent, and the one style is named by its hash.</summary>
    public static string ContentPolicy { get; } =
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        + $"style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'";

    public static void Write(IBufferWriter<byte> output, RoomWords words, in RoomAnswer answer, bool isManual, IReadOnlyList<WaitingRoomLink> links)
    {
        var html = new StringBuilder(3_000);
        var other = words.Language == "fr" ? "en" : "fr";
        html.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="{words.Language}">
            <head>
              <meta charset="utf-8">
              <title>{words.Title}</title>
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <meta name="robots" content="noindex">
              <style>{Style}</style>
            </head>
            <body>
              <main>
                <h1>{words.Heading}</h1>
                <div class="figures">
                  <p>{words.Before(answer.Before)}</p>
                  <p>{(answer.Wait is var (low, high) ? words.Wait(low, high) : words.WaitNotKnown)}</p>
                </div>
                {(answer.IsSiteAway ? $"<p><strong>{words.SiteAway}</strong></p>" : string.Empty)}
                <p>{words.Kept}</p>
                <p>{(isManual ? words.Manual : words.Automatic)}</p>
                <nav>
                  <a href="{Link(answer, words.Language, isManual)}">{words.AskNow}</a>
                  <a href="{Link(answer, words.Language, !isManual)}">{(isManual ? words.MakeAutomatic : words.MakeManual)}</a>
                  <a href="{Link(answer, other, isManual)}" lang="{other}" hreflang="{other}">{words.OtherLanguage}</a>
                </nav>
                <p>{words.Order}</p>
                <p>{words.Turn}</p>

            """);
        if (links.Count > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"    <h2>{words.AtOnce}</h2>\n    <ul>\n");
            foreach (var link in links)
            {
                html.Append(CultureInfo.InvariantCulture, $"      <li><a href=\"{Encode(link.Path)}\">{Encode(link.Text)}</a></li>\n");
            }

            html.Append("    </ul>\n");
        }

        html.Append("  </main>\n</body>\n</html>\n");
        foreach (var chunk in html.GetChunks())
        {
            Encoding.UTF8.GetBytes(chunk.Span, output);
        }
    }

    private static string Link(in RoomAnswer answer, string language, bool isManual) => Encode(answer.Address(language, isManual));

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}

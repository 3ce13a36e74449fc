using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Affluence.Gateway.Guard;

/// <summary>One page of a refusal: a whole document that needs nothing of the site, which may be what is missing.</summary>
internal static class RefusalPage
{
    private const string Style = "body{font:1.125rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}h1{font-size:1.5rem}";

    /// <summary>Nothing may be loaded or sent, and the one style is named by its hash.</summary>
    public static string ContentPolicy { get; } =
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        + $"style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'";

    public static byte[] Write(int status, RefusalText text) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <title>{text.EnglishTitle} – {text.FrenchTitle}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <style>{Style}</style>
        </head>
        <body>
          <main>
            <h1>{text.EnglishTitle}</h1>
            <p>{text.English}</p>
            <div lang="fr">
              <h1>{text.FrenchTitle}</h1>
              <p>{text.French}</p>
            </div>
            <p>Error {status} · <span lang="fr">Erreur {status}</span></p>
          </main>
        </body>
        </html>

        """));
}

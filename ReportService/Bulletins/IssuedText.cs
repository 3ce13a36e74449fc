using System.Security.Cryptography;
using System.Text;

namespace Affluence.Report.Bulletins;

/// <summary>
/// A bulletin's text in one language, as it was issued: headline, imprint and paragraphs with an empty line between them, and a line feed at
/// the end. Nothing may be added to it or taken from it, since <see cref="ContentHash"/> is over its bytes.
/// </summary>
/// <param name="Language"><c>en</c> or <c>fr</c>.</param>
internal sealed record IssuedText(string Language, string Text)
{
    private const string Gap = "\n\n";

    private readonly string[] _parts = Text.TrimEnd('\n').Split(Gap);

    public string Headline => _parts[0];

    /// <summary>Its number and when it was issued; of a draft, that it is one.</summary>
    public string Imprint => _parts[1];

    public IReadOnlyList<string> Paragraphs => _parts[2..];

    public Statement Statement => new(Language, Headline, Paragraphs);

    /// <summary><c>sha256:</c> and, in hexadecimal, the SHA-256 of the text's UTF-8 bytes.</summary>
    public string ContentHash { get; } = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}";

    public static IssuedText Of(Statement statement, string imprint) =>
        new(statement.Language, string.Join(Gap, [statement.Headline, imprint, .. statement.Paragraphs]) + "\n");
}

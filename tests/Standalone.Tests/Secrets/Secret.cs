using System.Security.Cryptography;
using System.Text;
using Affluence.Tests.Searches;

namespace Affluence.Tests.Secrets;

/// <summary>What nobody but its holders may read, and how it is found.</summary>
/// <param name="Text">As it is set; null for one that is bytes.</param>
internal sealed record Secret(string Name, string? Text, IReadOnlyList<Form> Forms)
{
    private const int Part = 16;

    /// <summary>A new one of 64 digits and letters.</summary>
    public static Secret New(string name) => OfText(name, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));

    /// <summary>A key of a webhook. Of ASCII letters and digits, whose base64 has none of the signs that JSON and URLs write differently.</summary>
    public static Secret NewWebhookKey(string name)
    {
        var key = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(15)));
        var base64 = Convert.ToBase64String(key);
        return new Secret(name, $"whsec_{base64}", [.. OfText(name, base64).Forms, .. OfBytes(name, key).Forms]);
    }

    /// <summary>Its beginning and its end are looked for, so that one that was shortened is found too.</summary>
    public static Secret OfText(string name, string text) =>
        new(name, text, [.. Form.OfText("beginning", text[..Part], name), .. Form.OfText("end", text[^Part..], name)]);

    public static Secret OfBytes(string name, byte[] bytes) => new(name, null, [.. FormsOf("beginning", bytes[..Part], name), .. FormsOf("end", bytes[^Part..], name)]);

    private static IEnumerable<Form> FormsOf(string what, byte[] bytes, string name) =>
    [
        new(what, bytes, name),
        .. Form.Hexadecimal(what, bytes, name, isShort: false),
        .. Form.Base64(what, bytes, name),
    ];
}

using System.Text;

namespace Affluence.Tests.Searches;

/// <summary>Bytes by which something that must not be there is found.</summary>
/// <param name="Name">What of it is in them, and how it is written.</param>
/// <param name="Whose">Of whom or of what.</param>
/// <param name="IsShort">Of so few bytes that it comes up by chance.</param>
internal sealed record Form(string Name, byte[] Bytes, string Whose, bool IsShort = false)
{
    public override string ToString() => $"{Name} of {Whose}";

    public static IReadOnlyList<Form> Find(IEnumerable<Form> forms, ReadOnlySpan<byte> bytes)
    {
        var found = new List<Form>();
        foreach (var form in forms)
        {
            if (bytes.IndexOf(form.Bytes) >= 0)
            {
                found.Add(form);
            }
        }

        return found;
    }

    public static IEnumerable<Form> OfText(string what, string text, string whose) =>
    [
        new(what, Encoding.UTF8.GetBytes(text), whose),
        new($"{what}, UTF-16", Encoding.Unicode.GetBytes(text), whose),
        .. Hexadecimal(what, Encoding.UTF8.GetBytes(text), whose, isShort: false),
        .. Base64(what, Encoding.UTF8.GetBytes(text), whose),
    ];

    public static IEnumerable<Form> Hexadecimal(string what, byte[] bytes, string whose, bool isShort) =>
    [
        new($"{what} in hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes)), whose, isShort),
        new($"{what} in hexadecimal capitals", Encoding.ASCII.GetBytes(Convert.ToHexString(bytes)), whose, isShort),
    ];

    /// <summary>Base64 looks different after 0, 1 and 2 bytes of something else; the digits that depend on the neighbours are left out.</summary>
    public static IEnumerable<Form> Base64(string what, byte[] bytes, string whose) =>
        Enumerable.Range(0, 3).Select(before =>
        {
            var digits = Convert.ToBase64String([.. new byte[before], .. bytes]).TrimEnd('=');
            var from = (before * 8 + 5) / 6;
            var to = (before + bytes.Length) * 8 / 6;
            return new Form($"{what} in Base64 after {before} bytes", Encoding.ASCII.GetBytes(digits[from..to]), whose);
        });
}

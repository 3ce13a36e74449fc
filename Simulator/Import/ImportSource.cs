using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Affluence.Simulator.Recording;

namespace Affluence.Simulator.Import;

/// <summary>
/// Names what the counter retracts at once: the import of the same logs under the same name, however often it is made. Once it is retracted,
/// importing them again has another. Keyed, so that nobody else can name it.
/// </summary>
internal static class ImportSource
{
    /// <summary>96 bits, as a writer's name.</summary>
    private const int HashLength = 12;

    /// <param name="name">The import's.</param>
    /// <param name="firstLog">By which its first log is known.</param>
    /// <param name="retracted">The names that are used up.</param>
    public static string Of(IdentityKeys keys, string name, string firstLog, IReadOnlySet<string> retracted)
    {
        for (var turn = 0; ; turn++)
        {
            var message = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{turn}\n{firstLog}\n{name}"));
            var hash = HMACSHA256.HashData(keys.KeyFor("affluence import source/v1"u8), message).AsSpan(0, HashLength);
            var source = $"import-{Convert.ToHexStringLower(hash)}";
            if (!retracted.Contains(source))
            {
                return source;
            }
        }
    }
}

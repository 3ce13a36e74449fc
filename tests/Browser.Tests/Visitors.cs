using System.Globalization;
using Affluence.Standalone;

namespace Affluence.Browser.Tests;

/// <summary>Visitors of the site, who come through the gateway.</summary>
internal static class Visitors
{
    // In Canada for decades.
    private const string Address = "24.48.0.1";

    /// <summary>Each reads one page.</summary>
    /// <param name="first">Number of the first, by which they differ.</param>
    public static async Task ComeAsync(StandaloneSystem system, int count, int first = 0)
    {
        using var client = new HttpClient();
        for (var visitor = first; visitor < first + count; visitor++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(system.Gateway.Public, "/en"));
            request.Headers.TryAddWithoutValidation("User-Agent", string.Create(CultureInfo.InvariantCulture, $"browser {visitor}"));
            request.Headers.TryAddWithoutValidation("Accept", "text/html");
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", Address);
            using var answer = await client.SendAsync(request);
            answer.EnsureSuccessStatusCode();
        }
    }
}

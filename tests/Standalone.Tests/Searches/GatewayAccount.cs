using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Affluence.Tests.Searches;

/// <summary>Awaits what a gateway's account of its hits tells on the management port.</summary>
internal static class GatewayAccount
{
    public static Task SettledAsync(Uri management) =>
        IsAsync(management, account => (long?)account["pending"] == 0 && (long?)account["acknowledged"] > 0);

    public static Task SpooledAsync(Uri management) =>
        IsAsync(management, account => (long?)account["stages"]!["spooled"] > 0 && (long?)account["stages"]!["waiting"] == 0);

    /// <summary>Hits wait for their country, and all of them are on disk.</summary>
    public static Task SealedAsync(Uri management) => IsAsync(
        management,
        account => (long?)account["stages"]!["queued"] == 0
            && (long?)account["outbox"]!["sealed"] is > 0 and var onDisk && onDisk == (long?)account["stages"]!["waiting"]);

    private static async Task IsAsync(Uri management, Func<JsonNode, bool> isSo)
    {
        using var client = new HttpClient { BaseAddress = management };
        JsonNode? account = null;
        await Eventually.TrueAsync(
            async () => isSo(account = (await client.GetFromJsonAsync<JsonNode>("/delivery"))!),
            () => $"the account is {account}");
    }
}

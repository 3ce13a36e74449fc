using Affluence.ServiceDefaults;
using Microsoft.Extensions.Configuration;

namespace Affluence.AppHost.Store;

/// <summary>Chooses what keeps the counter's figures.</summary>
/// <param name="Kind">What was chosen.</param>
/// <param name="Reason">Why it is no container, where nobody chose: what the engines said. Else null.</param>
internal sealed record StoreChoice(StoreKind Kind, string? Reason = null)
{
    private const string Setting = "Store";
    private const string Embedded = "embedded";
    private const string Container = "container";

    /// <summary>A connection string, else what <c>Store</c> says, else a container where an engine answers, else the embedded store.</summary>
    /// <param name="isPublishing">Then a container is what is published, and no engine of this machine is asked.</param>
    /// <param name="askEngineAsync">Null: an engine answers. Else why none does.</param>
    /// <exception cref="InvalidSettingException">The settings name what is not there, or two stores.</exception>
    public static async Task<StoreChoice> MakeAsync(IConfiguration configuration, bool isPublishing, Func<Task<string?>> askEngineAsync)
    {
        var store = configuration[Setting];
        if (store is not (null or "" or Embedded or Container))
        {
            throw new InvalidSettingException($"{Setting} is '{store}', and must be {Embedded} or {Container}.");
        }

        if (!string.IsNullOrWhiteSpace(configuration.GetConnectionString("redis")))
        {
            return string.IsNullOrEmpty(store)
                ? new StoreChoice(StoreKind.Existing)
                : throw new InvalidSettingException($"{Setting} is '{store}', and ConnectionStrings:redis names a Redis: set one of the two.");
        }

        if (isPublishing)
        {
            return store != Embedded
                ? new StoreChoice(StoreKind.Container)
                : throw new InvalidSettingException($"{Setting} is '{Embedded}', which can't be published: leave it out, or name a Redis in ConnectionStrings:redis.");
        }

        if (store == Embedded)
        {
            return new StoreChoice(StoreKind.Embedded);
        }

        var silence = await askEngineAsync();
        return (silence, store) switch
        {
            (null, _) => new StoreChoice(StoreKind.Container),
            (_, Container) => throw new InvalidSettingException(
                $"{Setting} is '{Container}', and no container engine answers ({silence}): start one, or leave {Setting} out."),
            _ => new StoreChoice(StoreKind.Embedded, silence),
        };
    }
}

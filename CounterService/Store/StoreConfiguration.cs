using Affluence.ServiceDefaults;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>Reads <c>ConnectionStrings:redis</c>: a URL, or StackExchange.Redis's own form.</summary>
public static class StoreConfiguration
{
    internal const string Name = "redis";
    internal const string Setting = $"ConnectionStrings:{Name}";

    private const string Default = "127.0.0.1:6379";

    /// <summary>The address of a store as it may be printed.</summary>
    /// <exception cref="InvalidSettingException">It is none.</exception>
    public static string WithoutPassword(string text) => Parse(text).ToString(includePassword: false);

    /// <exception cref="InvalidSettingException">It is no address of a store. The message does not repeat it: it may hold a password.</exception>
    internal static ConfigurationOptions Read(IConfiguration configuration)
    {
        var text = configuration.GetConnectionString(Name);
        var options = Parse(string.IsNullOrWhiteSpace(text) ? Default : text);

        // The service starts and answers UNAVAILABLE while the store is away; what can't be sent now fails now.
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;

        // For INFO (run ids, eviction) and the rewriting of the log after a secret was deleted.
        options.AllowAdmin = true;
        options.ClientName ??= "affluence-counter";
        return options;
    }

    private static ConfigurationOptions Parse(string text)
    {
        try
        {
            var options = StoreUrl.Is(text) ? StoreUrl.Read(text) : ConfigurationOptions.Parse(text);
            return options.EndPoints.Count > 0 ? options : throw new InvalidSettingException($"{Setting} names no server, for example {Default}.");
        }
        catch (FormatException exception)
        {
            throw new InvalidSettingException($"{Setting} {exception.Message}.", exception);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidSettingException(
                $"{Setting} is no StackExchange.Redis connection string, for example {Default}, and no URL, for example redis://{Default}.", exception);
        }
    }
}

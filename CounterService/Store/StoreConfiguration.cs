using Affluence.ServiceDefaults;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>Reads <c>ConnectionStrings:redis</c>.</summary>
internal static class StoreConfiguration
{
    public const string Name = "redis";

    private const string Default = "127.0.0.1:6379";

    /// <exception cref="InvalidSettingException">It is no connection string. The message does not repeat it: it may hold a password.</exception>
    public static ConfigurationOptions Read(IConfiguration configuration)
    {
        try
        {
            var text = configuration.GetConnectionString(Name);
            var options = ConfigurationOptions.Parse(string.IsNullOrWhiteSpace(text) ? Default : text);

            // The service starts and answers UNAVAILABLE while the store is away; what can't be sent now fails now.
            options.AbortOnConnectFail = false;
            options.BacklogPolicy = BacklogPolicy.FailFast;

            // For INFO (run ids, eviction) and the rewriting of the log after a secret was deleted.
            options.AllowAdmin = true;
            options.ClientName ??= "affluence-counter";
            return options;
        }
        catch (ArgumentException exception)
        {
            throw new InvalidSettingException(
                $"ConnectionStrings:{Name} is no StackExchange.Redis connection string, for example {Default}.", exception);
        }
    }
}

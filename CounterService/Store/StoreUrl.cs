using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>
/// An address as other Redis clients write it: <c>redis://[[user]:password@]host[:port][/database]</c>, <c>rediss://</c> for TLS, and Valkey's names
/// for both. StackExchange.Redis knows none of them, and takes the whole for the name of a host.
/// </summary>
internal static class StoreUrl
{
    public const string Form = "redis[s]://[[user]:password@]host[:port][/database]";

    private const int DefaultPort = 6379;

    private static readonly string[] Plain = ["redis", "valkey"];
    private static readonly string[] Tls = ["rediss", "valkeys"];

    public static bool Is(string text) => text.Contains("://", StringComparison.Ordinal);

    /// <exception cref="FormatException">It is none. The message says why, and does not repeat it: it may hold a password.</exception>
    public static ConfigurationOptions Read(string text)
    {
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            throw new FormatException($"is no URL of the form {Form}");
        }

        var isTls = Tls.Contains(uri.Scheme, StringComparer.Ordinal);
        if (!isTls && !Plain.Contains(uri.Scheme, StringComparer.Ordinal))
        {
            throw new FormatException($"is a URL of scheme {uri.Scheme}, and must be redis, rediss, valkey or valkeys");
        }

        if (uri.Query.Length + uri.Fragment.Length > 0)
        {
            throw new FormatException($"has something behind the database, and must be of the form {Form}; what that form has no place for can be set in StackExchange.Redis's own");
        }

        var host = uri.IdnHost;
        var options = new ConfigurationOptions { Ssl = isTls, SslHost = isTls ? host : null, DefaultDatabase = ReadDatabase(uri.AbsolutePath) };
        var port = uri.Port < 0 ? DefaultPort : uri.Port;
        options.EndPoints.Add(IPAddress.TryParse(host, out var address) ? new IPEndPoint(address, port) : new DnsEndPoint(host, port));
        (options.User, options.Password) = ReadCaller(uri.UserInfo);
        return options;
    }

    private static int? ReadDatabase(string path) => path.Trim('/') switch
    {
        "" => null,
        var number when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var database) => database,
        _ => throw new FormatException("names a database that is no number"),
    };

    /// <summary>What has no colon is the password, as redis-cli has it.</summary>
    private static (string? User, string? Password) ReadCaller(string userInfo)
    {
        var parts = userInfo.Split(':', 2);
        var (user, password) = parts.Length == 2 ? (Uri.UnescapeDataString(parts[0]), parts[1]) : (string.Empty, parts[0]);
        return (user.Length == 0 ? null : user, password.Length == 0 ? null : Uri.UnescapeDataString(password));
    }
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Affluence.ServiceDefaults;

/// <summary>
/// The names a service is asked for by. A page of an attacker can make a name of its own resolve to an address inside a network (DNS
/// rebinding) and read what a browser there may read; the Host header then has that name, which no page can change.
/// </summary>
/// <remarks>
/// Addresses, names under localhost and names without a dot, as orchestrators give, are nobody's to rebind and always known. ASP.NET's host
/// filtering does not know them, and stands before the management port too, which has names of its own.
/// </remarks>
public sealed class KnownHosts
{
    private readonly string _setting;
    private readonly bool _any;
    private readonly List<StringSegment> _names;

    private KnownHosts(string setting, IReadOnlyList<string> names)
    {
        (_setting, _any) = (setting, names.Contains("*"));

        // In punycode, as they come in a header.
        _names = [.. names.Select(name => new StringSegment(new HostString(name).ToUriComponent()))];
    }

    /// <param name="setting">A list: <c>Report:Hosts</c> is read from <c>Report:Hosts:0</c> on. <c>*.example.ca</c> and <c>*</c> are understood.</param>
    /// <exception cref="InvalidSettingException">It is no list of names.</exception>
    public static KnownHosts Of(string setting, IConfiguration configuration)
    {
        var section = configuration.GetSection(setting);
        if (!string.IsNullOrEmpty(section.Value))
        {
            throw new InvalidSettingException($"{setting} is a value where it must be a list: set {setting}:0.");
        }

        return new KnownHosts(setting, [.. section.GetChildren().Select(Name)]);
    }

    /// <param name="host">The Host header as it came: HttpRequest.Host is decoded from punycode.</param>
    public bool Contain(string? host) =>
        !string.IsNullOrEmpty(host) && (_any || IsNobodysToRebind(new HostString(host).Host) || HostString.MatchesAny(host, _names));

    /// <summary>421 (RFC 9110, 15.5.20) to a request for another host.</summary>
    internal Task AnswerAsync(HttpContext context, RequestDelegate next) => Contain(context.Request.Headers.Host)
        ? next(context)
        : TypedResults.Problem(
            $"The Host header names no host that this service is known by; an operator sets its name as {_setting}:0.",
            statusCode: StatusCodes.Status421MisdirectedRequest,
            title: "Not this host.").ExecuteAsync(context);

    private static bool IsNobodysToRebind(string host) =>
        host.Length > 0
        && (!host.Contains('.', StringComparison.Ordinal)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || IPAddress.TryParse(host.Trim('[', ']'), out _));

    private static string Name(IConfigurationSection item) => item.Value is { Length: > 0 } name
        && (name == "*" || Uri.CheckHostName(new HostString(name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name).ToUriComponent()) == UriHostNameType.Dns)
            ? name
            : throw new InvalidSettingException($"{item.Path} is '{item.Value}', which is no host name, for example report.example.ca.");
}

/// <summary>Puts <see cref="KnownHosts"/> before a pipeline.</summary>
public static class KnownHostsMiddleware
{
    /// <summary>Answers 421 to requests whose Host is none of the names in a setting, nor one that is always known.</summary>
    public static IApplicationBuilder UseKnownHosts(this IApplicationBuilder app, KnownHosts hosts) => app.Use(next => context => hosts.AnswerAsync(context, next));
}

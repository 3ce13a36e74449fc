using Affluence.ServiceDefaults;
using Microsoft.AspNetCore.HttpOverrides;

namespace Affluence.Report;

/// <summary>
/// The address of a reader behind proxies: X-Forwarded-For is read from right to left, through networks that are configured only, by ASP.NET's own
/// middleware. Without any the header is left alone.
/// </summary>
internal static class TrustedProxies
{
    /// <exception cref="InvalidSettingException">A network is none.</exception>
    public static void UseTrustedProxies(this WebApplication app)
    {
        var networks = app.Configuration.GetSection(ReportOptions.TrustedProxiesSetting).GetChildren()
            .Select(item => System.Net.IPNetwork.TryParse(item.Value, out var network)
                ? network
                : throw new InvalidSettingException($"{item.Path} is '{item.Value}', which is no network, for example 10.0.0.0/8."))
            .ToList();
        if (networks.Count == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        networks.ForEach(options.KnownIPNetworks.Add);
        app.UseForwardedHeaders(options);
    }
}

using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;

namespace Affluence.ServiceDefaults;

/// <summary>
/// Opens a service's ports: the one others use, the management port and, where wanted, one for gRPC, all on the same host unless
/// <c>Management:Host</c> names another for the second.
/// Done in code because Kestrel lets a URL carry no protocol, and drops all URLs as soon as one endpoint is configured.
/// </summary>
internal static class Listeners
{
    public static void Open(WebApplicationBuilder builder, ServiceEndpoint service)
    {
        var addresses = ReadAddresses(builder.Configuration, service);
        var managementPort = ReadPort(builder.Configuration, "Management:Port") ?? service.ManagementPort;
        var managementHost = builder.Configuration["Management:Host"] is { Length: > 0 } host ? host : addresses[0].Host;
        var grpcPort = ReadPort(builder.Configuration, "Grpc:Port") ?? service.GrpcPort;

        // The addresses are bound below; left in place, Kestrel would warn that it overrides them.
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, string.Empty);
        builder.WebHost.UseSetting(WebHostDefaults.HttpPortsKey, string.Empty);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            if (service.Protocols != HttpProtocols.None)
            {
                foreach (var address in addresses)
                {
                    Listen(kestrel, address.Host, address.Port, listener => listener.Protocols = service.Protocols);
                }
            }

            if (grpcPort is { } grpc)
            {
                Listen(kestrel, addresses[0].Host, grpc, listener => listener.Protocols = HttpProtocols.Http2);
            }

            Listen(kestrel, managementHost, managementPort, ManagementConnection.Use);
        });
    }

    private static List<BindingAddress> ReadAddresses(IConfiguration configuration, ServiceEndpoint service)
    {
        var urls = configuration[WebHostDefaults.ServerUrlsKey];
        if (string.IsNullOrWhiteSpace(urls))
        {
            var ports = configuration[WebHostDefaults.HttpPortsKey];
            urls = string.IsNullOrWhiteSpace(ports)
                ? string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{service.Port}")
                : string.Join(';', ports.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(port => $"http://*:{port}"));
        }

        return [.. urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseAddress)];
    }

    private static BindingAddress ParseAddress(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.Scheme == Uri.UriSchemeHttp
                ? address
                : throw new InvalidSettingException($"urls: '{url}' is no http:// address; TLS ends in front of this service.");
        }
        catch (FormatException exception)
        {
            throw new InvalidSettingException($"urls: '{url}' is no address to listen on, for example http://127.0.0.1:8080.", exception);
        }
    }

    private static int? ReadPort(IConfiguration configuration, string key)
    {
        var text = configuration[key];
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort
            ? port
            : throw new InvalidSettingException($"{key} is '{text}', which is no port (0 to {IPEndPoint.MaxPort}).");
    }

    private static void Listen(KestrelServerOptions kestrel, string host, int port, Action<ListenOptions> configure)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
        {
            kestrel.Listen(address, port, configure);
        }
        else if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) && port != 0)
        {
            kestrel.ListenLocalhost(port, configure);
        }
        else if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            kestrel.Listen(IPAddress.Loopback, port, configure);
        }
        else
        {
            kestrel.ListenAnyIP(port, configure);
        }
    }
}

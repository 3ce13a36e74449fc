using System.Net;
using System.Net.Sockets;
using Affluence.ServiceDefaults;
using Microsoft.Extensions.Configuration;

namespace Affluence.AppHost.Dashboard;

/// <summary>Aspire starts all the rest beside a dashboard that can't listen, and does not say which setting has its port.</summary>
internal static class DashboardPorts
{
    private static readonly string[] Settings = ["ASPNETCORE_URLS", "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"];

    /// <exception cref="InvalidSettingException">A port that is set is in use.</exception>
    public static void ThrowIfTaken(IConfiguration configuration)
    {
        // As in tests, which have no dashboard.
        if (configuration.GetValue("DcpPublisher:RandomizePorts", false))
        {
            return;
        }

        foreach (var setting in Settings)
        {
            foreach (var url in (configuration[setting] ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries))
            {
                if (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Port > 0 && IsTaken(address.Port))
                {
                    throw new InvalidSettingException(
                        $"{setting} is '{url}', where another program listens: end it (another AppHost?), or set another port.");
                }
            }
        }
    }

    private static bool IsTaken(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return false;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return true;
        }
    }
}

using System.Net;

namespace Affluence.Report.Alerts.Webhooks;

/// <summary>Which addresses are of the Internet, and not of this machine, its network or the cloud around it.</summary>
internal static class PublicAddress
{
    // Azure's own services (metadata, DNS, health) answer its machines at this one, which IANA does not reserve. Those of others are link-local.
    private static readonly NetworkAddress AzureHost = NetworkAddress.From(IPAddress.Parse("168.63.129.16"));

    public static bool Is(IPAddress address)
    {
        var plain = NetworkAddress.From(address);
        return !AddressClassifier.IsReserved(plain) && AddressClassifier.Carried(plain) != AzureHost;
    }
}

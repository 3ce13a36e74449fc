using System.Net;
using System.Text;
using Affluence.Faults.Tests.Systems;
using Affluence.Geo.V1;
using Google.Protobuf;
using Grpc.Net.Client;

namespace Affluence.Faults.Tests.Load;

/// <summary>That the crowds are from where the tests say: else what is told of their countries would be nothing, for no fault of the system.</summary>
[Collection(nameof(SharedSystem))]
public sealed class CountriesTests(SharedSystem fixture) : SystemTests(fixture)
{
    private const int Visitors = 1_000;

    [FaultFact]
    public async Task Networks_OfEveryCrowd_AreOfItsCountry()
    {
        using var channel = GrpcChannel.ForAddress(Shared.Geo.Address);
        var geo = new GeolocationService.GeolocationServiceClient(channel);
        var elsewhere = new List<string>();
        foreach (var (code, network) in Countries.All)
        {
            var addresses = Enumerable.Range(0, Visitors)
                .SelectMany(visitor => IPAddress.Parse(Countries.Address(network, visitor)).MapToIPv6().GetAddressBytes())
                .ToArray();
            var response = await geo.LocateManyAsync(
                new LocateManyRequest { Addresses = ByteString.CopyFrom(addresses) }, cancellationToken: TestContext.Current.CancellationToken);
            var codes = Encoding.ASCII.GetString(response.CountryCodes.Span);
            var first = Enumerable.Range(0, Visitors).FirstOrDefault(visitor => codes.Substring(visitor * 2, 2) != code, -1);
            if (first >= 0)
            {
                elsewhere.Add($"{code}: {Countries.Address(network, first)} is of {codes.Substring(first * 2, 2)}");
            }
        }

        Assert.Empty(elsewhere);
    }
}

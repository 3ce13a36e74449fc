using System.Net;
using System.Net.Sockets;
using Affluence.Geo.V1;
using Affluence.Report.Attribution;
using Grpc.Net.Client;

namespace Affluence.ReportService.Tests.Attribution;

[Trait("Category", "Integration")]
public class GeoDatasetSourceTests
{
    [Fact]
    public async Task Find_AskerGoesAway_IsCancelledAndNoFault()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var channel = GrpcChannel.ForAddress($"http://{silent.LocalEndpoint}");
        var source = new GeoDatasetSource(new GeolocationService.GeolocationServiceClient(channel), TimeProvider.System);
        using var gone = new CancellationTokenSource();

        var asked = source.FindAsync(gone.Token);
        using var connection = await silent.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }
}

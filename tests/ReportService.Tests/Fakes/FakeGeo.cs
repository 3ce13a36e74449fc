using Affluence.Geo.V1;
using Grpc.Core;

namespace Affluence.ReportService.Tests.Fakes;

/// <summary>Tells whose data it has.</summary>
internal sealed class FakeGeo : GeolocationService.GeolocationServiceBase
{
    public override Task<GetDatasetResponse> GetDataset(GetDatasetRequest request, ServerCallContext context) =>
        Task.FromResult(new GetDatasetResponse { DatabaseType = "Test", Attribution = "IP Geolocation by DB-IP", AttributionUrl = "https://db-ip.com" });
}

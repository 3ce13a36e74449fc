using Affluence.Counter.Store;
using Affluence.ServiceDefaults.Credentials;
using Grpc.Core;
using Wire = Affluence.Cache.V1;

namespace Affluence.Counter.Grpc;

/// <summary>The gRPC skin of the purges.</summary>
internal sealed class PurgeGrpcService(PurgeRequestReader requests, PurgeStore purges) : Wire.PurgeService.PurgeServiceBase
{
    [RequiresCredential(CredentialRole.Identity)]
    public override async Task<Wire.AddPurgesResponse> AddPurges(Wire.AddPurgesRequest request, ServerCallContext context) =>
        new() { StoreId = await purges.AddAsync(requests.Read(request), context.CancellationToken) };

    [RequiresCredential(CredentialRole.Identity)]
    public override async Task<Wire.ListPurgesResponse> ListPurges(Wire.ListPurgesRequest request, ServerCallContext context) =>
        PurgeRequestReader.Write(await purges.ListAsync(request.KnownStoreId, request.KnownVersion, context.CancellationToken));
}

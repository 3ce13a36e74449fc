using Affluence.Counter.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Affluence.Gateway.Tests.Fakes;

/// <summary>Hands out the identities it was told to, all of them valid now unless given otherwise.</summary>
internal sealed class FakeIdentities : IdentityService.IdentityServiceBase
{
    public bool IsAway { get; set; }

    public IReadOnlyList<uint> Epochs { get; set; } = [17_000];

    /// <summary>Calls that were answered.</summary>
    public int Calls { get; private set; }

    /// <summary>The Authorization header of the last call.</summary>
    public string? LastAuthorization { get; private set; }

    public override Task<GetIdentitiesResponse> GetIdentities(GetIdentitiesRequest request, ServerCallContext context)
    {
        LastAuthorization = context.RequestHeaders.GetValue("authorization");
        if (IsAway)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "away"));
        }

        var now = TimeProvider.System.GetUtcNow();
        var response = new GetIdentitiesResponse();
        response.Identities.AddRange(Epochs.Select(epoch => new Counter.V1.Identity
        {
            Epoch = epoch,
            Secret = ByteString.CopyFrom([.. Enumerable.Repeat((byte)epoch, 32)]),
            ValidFrom = now.AddDays(-1).ToTimestamp(),
            ValidUntil = now.AddDays(1).ToTimestamp(),
        }));
        Calls++;
        return Task.FromResult(response);
    }
}

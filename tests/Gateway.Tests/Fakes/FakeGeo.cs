using Affluence.Geo.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Affluence.Gateway.Tests.Fakes;

/// <summary>
/// Places 1.x.x.x in AU, 2.x.x.x in FR and 3.x.x.x in US; everything else is unknown. Can be away, never answer, or answer nonsense.
/// </summary>
internal sealed class FakeGeo : GeolocationService.GeolocationServiceBase
{
    private int _asked;

    public bool IsAway { get; set; }

    public bool TalksNonsense { get; set; }

    public bool Hangs { get; set; }

    public int Asked => Volatile.Read(ref _asked);

    /// <summary>The Authorization header of the last call.</summary>
    public string? LastAuthorization { get; private set; }

    public override async Task<LocateManyResponse> LocateMany(LocateManyRequest request, ServerCallContext context)
    {
        Interlocked.Increment(ref _asked);
        LastAuthorization = context.RequestHeaders.GetValue("authorization");
        if (Hangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
        }

        if (IsAway)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "away"));
        }

        var codes = new byte[request.Addresses.Length / 8];
        for (var index = 0; index < codes.Length / 2; index++)
        {
            var country = request.Addresses[(index * 16) + 12] switch { 1 => "AU", 2 => "FR", 3 => "US", _ => "ZZ" };
            CountryCode.Parse(country).WriteAscii(codes.AsSpan(index * 2));
        }

        return new LocateManyResponse { CountryCodes = TalksNonsense ? ByteString.CopyFromUtf8("?!") : ByteString.CopyFrom(codes) };
    }
}

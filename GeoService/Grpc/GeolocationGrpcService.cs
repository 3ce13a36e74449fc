using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Affluence.CountryFiles;
using Affluence.Geo.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Affluence.Geo.Grpc;

/// <summary>The gRPC skin of <see cref="CountryDataset"/>.</summary>
internal sealed class GeolocationGrpcService(CurrentDataset current, IOptions<GeoOptions> options, GeoMetrics metrics)
    : GeolocationService.GeolocationServiceBase
{
    /// <summary>65,536 addresses.</summary>
    public const int MaxAddressBytes = 65_536 * NetworkAddress.Size;

    public override Task<LocateResponse> Locate(LocateRequest request, ServerCallContext context)
    {
        if (!NetworkAddress.TryParse(request.Address, out var address))
        {
            // What was sent may be somebody's address, which the framework logs and callers note with the status: only its length is given back.
            ThrowInvalid(Invariant(
                $"address: the {request.Address.Length} characters are no IPv4 address as dotted quad without leading zeros and no IPv6 address in colon form without port, brackets, zone or white space"));
        }

        var location = current.State.Dataset.Locate(address);
        metrics.Located(new(
            location.Placement == AddressPlacement.Located ? 1 : 0,
            location.Placement == AddressPlacement.NotInDataset ? 1 : 0,
            location.Placement == AddressPlacement.Reserved ? 1 : 0));
        return Task.FromResult(new LocateResponse
        {
            CountryCode = location.Country.ToString(),
            EnglishName = CountryNames.English(location.Country),
            FrenchName = CountryNames.French(location.Country),
            Network = location.Network ?? string.Empty,
            Placement = location.Placement switch
            {
                AddressPlacement.Located => Placement.Located,
                AddressPlacement.NotInDataset => Placement.NotInDataset,
                _ => Placement.Reserved,
            },
            LookedUp = location.LookedUp.ToString(),
        });
    }

    public override Task<LocateManyResponse> LocateMany(LocateManyRequest request, ServerCallContext context)
    {
        var addresses = request.Addresses.Span;
        if (addresses.Length % NetworkAddress.Size != 0)
        {
            ThrowInvalid(Invariant($"addresses: {addresses.Length} bytes are no multiple of {NetworkAddress.Size}, the bytes of one address"));
        }

        if (addresses.Length > MaxAddressBytes)
        {
            ThrowInvalid(Invariant($"addresses: {addresses.Length} bytes are more than the {MaxAddressBytes} of one call; send several calls"));
        }

        var codes = new byte[addresses.Length / NetworkAddress.Size * 2];
        metrics.Located(current.State.Dataset.LocateMany(addresses, codes));
        return Task.FromResult(new LocateManyResponse { CountryCodes = UnsafeByteOperations.UnsafeWrap(codes) });
    }

    public override Task<GetDatasetResponse> GetDataset(GetDatasetRequest request, ServerCallContext context)
    {
        var state = current.State;
        var description = state.Dataset.Description;
        var attribution = DatasetAttribution.Of(options.Value);
        return Task.FromResult(new GetDatasetResponse
        {
            DatabaseType = description.DatabaseType,
            BuildTime = description.BuildTime?.ToTimestamp(),
            LoadTime = state.LoadTime.ToTimestamp(),
            Ipv4Networks = (ulong)description.IPv4Networks,
            Ipv6Networks = (ulong)description.IPv6Networks,
            Countries = (uint)description.Countries,
            License = attribution.License,
            Attribution = attribution.Sentence,
            AttributionUrl = attribution.Url,
            Sha256 = description.Sha256,
            ReloadError = state.ReloadError ?? string.Empty,
        });
    }

    private static string Invariant(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);

    [DoesNotReturn]
    private static void ThrowInvalid(string message) => throw new RpcException(new Status(StatusCode.InvalidArgument, message));
}

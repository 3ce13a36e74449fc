using System.Globalization;
using Affluence.Counter.Identity;
using Affluence.ServiceDefaults.Credentials;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Wire = Affluence.Counter.V1;

namespace Affluence.Counter.Grpc;

/// <summary>The gRPC skin of the identities.</summary>
internal sealed class IdentityGrpcService(IdentitySecrets secrets, TimeProvider timeProvider) : Wire.IdentityService.IdentityServiceBase
{
    [RequiresCredential(CredentialRole.Identity)]
    public override async Task<Wire.GetIdentitiesResponse> GetIdentities(Wire.GetIdentitiesRequest request, ServerCallContext context)
    {
        var identities = await secrets.GetAsync(ReadInstant(request.At), ReadKnown(request), context.CancellationToken);
        return new Wire.GetIdentitiesResponse { Identities = { identities.Select(identity => Of(identity.Day, identity.Secret)) } };
    }

    [RequiresCredential(CredentialRole.Ingest)]
    public override Task<Wire.GetIdentityDaysResponse> GetIdentityDays(Wire.GetIdentityDaysRequest request, ServerCallContext context) =>
        Task.FromResult(new Wire.GetIdentityDaysResponse { Days = { secrets.DaysAt(ReadInstant(request.At)).Select(Of) } });

    private DateTimeOffset ReadInstant(Timestamp? at)
    {
        if (at is null)
        {
            return timeProvider.GetUtcNow();
        }

        var instant = RequestTime.ReadInstant(at, "at");
        var latest = secrets.LatestInstant;
        if (instant >= latest)
        {
            InvalidArgument.Throw("at", $"{RequestTime.Describe(instant)} is not before {RequestTime.Describe(latest)}, the end of the next identity day");
        }

        return instant;
    }

    private static Dictionary<int, byte[]> ReadKnown(Wire.GetIdentitiesRequest request)
    {
        var known = new Dictionary<int, byte[]>();
        foreach (var (index, identity) in request.Known.Index())
        {
            if (identity.Secret.Length != IdentitySecrets.SecretLength)
            {
                InvalidArgument.Throw(
                    string.Create(CultureInfo.InvariantCulture, $"known[{index}].secret"),
                    $"{identity.Secret.Length} bytes, but must be {IdentitySecrets.SecretLength}");
            }

            known[(int)identity.Epoch] = identity.Secret.ToByteArray();
        }

        return known;
    }

    private static Wire.Identity Of(IdentityDay day, byte[]? secret) => new()
    {
        Epoch = (uint)day.Epoch,
        Secret = secret is null ? ByteString.Empty : ByteString.CopyFrom(secret),
        ValidFrom = Timestamp.FromDateTimeOffset(day.Start),
        ValidUntil = Timestamp.FromDateTimeOffset(day.ValidUntil),
    };

    private static Wire.IdentityDay Of(IdentityDay day) => new()
    {
        Epoch = (uint)day.Epoch,
        ValidFrom = Timestamp.FromDateTimeOffset(day.Start),
        ValidUntil = Timestamp.FromDateTimeOffset(day.ValidUntil),
    };
}

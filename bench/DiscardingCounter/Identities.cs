using Affluence.Counter.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Affluence.DiscardingCounter;

/// <summary>Identity days as the counter has them by default, but in UTC.</summary>
internal sealed class Identities : IdentityService.IdentityServiceBase
{
    private const int RotationHour = 4;

    public override Task<GetIdentityDaysResponse> GetIdentityDays(GetIdentityDaysRequest request, ServerCallContext context)
    {
        var at = request.At.ToDateTimeOffset();
        var today = (uint)(at.AddHours(-RotationHour) - DateTimeOffset.UnixEpoch).Days;
        var days = new[] { today - 1, today, today + 1 }.Select(Day)
            .Where(day => at < day.ValidUntil.ToDateTimeOffset() && day.ValidFrom.ToDateTimeOffset() <= at.AddHours(1));
        return Task.FromResult(new GetIdentityDaysResponse { Days = { days } });
    }

    private static IdentityDay Day(uint epoch) => new()
    {
        Epoch = epoch,
        ValidFrom = DateTimeOffset.UnixEpoch.AddDays(epoch).AddHours(RotationHour).ToTimestamp(),
        ValidUntil = DateTimeOffset.UnixEpoch.AddDays(epoch + 1).AddHours(RotationHour).AddMinutes(30).ToTimestamp(),
    };
}

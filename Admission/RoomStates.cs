using Google.Protobuf.WellKnownTypes;
using Wire = Affluence.Admission.V1;

namespace Affluence.Admission;

/// <summary>States as counter and gateway write them to each other.</summary>
public static class RoomStates
{
    public static Wire.RoomState Write(RoomState state) => new()
    {
        Frontier = Instant(state.Frontier),
        OpenedAt = Instant(state.OpenedAt),
        ClosedAt = Instant(state.ClosedAt),
        Order = new Wire.Order
        {
            Kind = state.Order.Kind switch
            {
                RoomOrderKind.Open => Wire.OrderKind.Open,
                RoomOrderKind.Closed => Wire.OrderKind.Closed,
                _ => Wire.OrderKind.Automatic,
            },
            From = Instant(state.Order.From),
            GivenAt = Instant(state.Order.GivenAt),
        },
        Step = new Wire.Step
        {
            Second = state.Step.Second,
            Target = (uint)state.Step.Target,
            HoldUntil = state.Step.HoldUntil,
            Frontier = Instant(state.Step.Frontier),
            LetIn = (uint)state.Step.LetIn,
        },
    };

    /// <summary>What is not set is before all else.</summary>
    public static RoomState Read(Wire.RoomState? state) => state is null ? RoomState.Initial : new RoomState
    {
        Frontier = Instant(state.Frontier),
        OpenedAt = Instant(state.OpenedAt),
        ClosedAt = Instant(state.ClosedAt),
        Order = state.Order is not { } order ? RoomOrder.None : new RoomOrder(
            order.Kind switch
            {
                Wire.OrderKind.Open => RoomOrderKind.Open,
                Wire.OrderKind.Closed => RoomOrderKind.Closed,
                _ => RoomOrderKind.Automatic,
            },
            Instant(order.From),
            Instant(order.GivenAt)),
        Step = state.Step is not { } step ? AdmissionStep.None : new AdmissionStep(
            step.Second, (int)Math.Min(step.Target, int.MaxValue), step.HoldUntil, Instant(step.Frontier), (int)Math.Min(step.LetIn, int.MaxValue)),
    };

    /// <summary>To the millisecond, as the store keeps them.</summary>
    private static Timestamp Instant(DateTimeOffset instant) => Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds()));

    private static DateTimeOffset Instant(Timestamp? instant) => instant?.ToDateTimeOffset() ?? DateTimeOffset.UnixEpoch;
}

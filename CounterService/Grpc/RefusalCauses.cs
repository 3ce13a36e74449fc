using Affluence.Counter.Recording;
using Google.Protobuf.Reflection;
using Wire = Affluence.Counter.V1;

namespace Affluence.Counter.Grpc;

/// <summary>The causes of a refusal on the wire, the measures that count them, and the sets of visitors that met them.</summary>
internal static class RefusalCauses
{
    private static readonly RefusalCause[] Known =
    [
        new(Wire.RefusalCause.OriginError, Measure.RefusedByOriginError, VisitorClass.RefusedByOriginError),
        new(Wire.RefusalCause.Timeout, Measure.RefusedByTimeout, VisitorClass.RefusedByTimeout),
        new(Wire.RefusalCause.Unreachable, Measure.RefusedByUnreachable, VisitorClass.RefusedByUnreachable),
        new(Wire.RefusalCause.Shed, Measure.RefusedByShed, VisitorClass.RefusedByShed),
        new(Wire.RefusalCause.Waiting, Measure.RefusedByWaiting, VisitorClass.RefusedByWaiting),
        new(Wire.RefusalCause.ClientGone, Measure.RefusedByClientGone, VisitorClass.RefusedByClientGone),
    ];

    public static IReadOnlyList<RefusalCause> All => Known;

    /// <summary>Null for what is no cause.</summary>
    public static RefusalCause? Find(Wire.RefusalCause wire)
    {
        foreach (var cause in Known)
        {
            if (cause.Wire == wire)
            {
                return cause;
            }
        }

        return null;
    }

    /// <summary>The name in the contract.</summary>
    public static string NameOf(Wire.RefusalCause cause) =>
        Wire.VisitorCounterServiceReflection.Descriptor.FindTypeByName<EnumDescriptor>(nameof(Wire.RefusalCause)).FindValueByNumber((int)cause).Name;
}

internal readonly record struct RefusalCause(Wire.RefusalCause Wire, Measure Measure, VisitorClass Class);

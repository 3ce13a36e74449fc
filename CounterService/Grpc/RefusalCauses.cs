using Affluence.Counter.Recording;
using Google.Protobuf.Reflection;
using Wire = Affluence.Counter.V1;

namespace Affluence.Counter.Grpc;

/// <summary>The causes of a refusal on the wire, and the measures that count them.</summary>
internal static class RefusalCauses
{
    private static readonly (Wire.RefusalCause Cause, Measure Measure)[] Pairs =
    [
        (Wire.RefusalCause.OriginError, Measure.RefusedByOriginError),
        (Wire.RefusalCause.Timeout, Measure.RefusedByTimeout),
        (Wire.RefusalCause.Unreachable, Measure.RefusedByUnreachable),
        (Wire.RefusalCause.Shed, Measure.RefusedByShed),
        (Wire.RefusalCause.Waiting, Measure.RefusedByWaiting),
        (Wire.RefusalCause.ClientGone, Measure.RefusedByClientGone),
    ];

    public static IEnumerable<(Wire.RefusalCause Cause, Measure Measure)> All => Pairs;

    /// <summary>Null for what is no cause.</summary>
    public static Measure? ToMeasure(Wire.RefusalCause cause)
    {
        foreach (var pair in Pairs)
        {
            if (pair.Cause == cause)
            {
                return pair.Measure;
            }
        }

        return null;
    }

    /// <summary>The name in the contract.</summary>
    public static string NameOf(Wire.RefusalCause cause) =>
        Wire.VisitorCounterServiceReflection.Descriptor.FindTypeByName<EnumDescriptor>(nameof(Wire.RefusalCause)).FindValueByNumber((int)cause).Name;
}

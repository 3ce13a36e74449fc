using Affluence.Counter.Recording;
using Google.Protobuf.Reflection;
using Wire = Affluence.Counter.V1;

namespace Affluence.Counter.Grpc;

/// <summary>Where a served answer came from, on the wire, and the measures that count it.</summary>
internal static class AnswerSources
{
    public static IReadOnlyList<(Wire.AnswerSource Wire, Measure Measure)> All { get; } =
    [
        (Wire.AnswerSource.Site, Measure.ServedBySite),
        (Wire.AnswerSource.Cache, Measure.ServedByCache),
        (Wire.AnswerSource.StaleCache, Measure.ServedByStaleCache),
    ];

    /// <summary>Null for what is no source.</summary>
    public static Measure? Find(Wire.AnswerSource wire)
    {
        foreach (var source in All)
        {
            if (source.Wire == wire)
            {
                return source.Measure;
            }
        }

        return null;
    }

    /// <summary>The name in the contract.</summary>
    public static string NameOf(Wire.AnswerSource source) =>
        Wire.VisitorCounterServiceReflection.Descriptor.FindTypeByName<EnumDescriptor>(nameof(Wire.AnswerSource)).FindValueByNumber((int)source).Name;
}

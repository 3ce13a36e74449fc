namespace Affluence.Report.Grpc;

/// <summary>A field that is optional can be left unset only by not setting it.</summary>
internal static class OptionalField
{
    public static void Set<T>(T? value, Action<T> set)
        where T : struct
    {
        if (value is { } known)
        {
            set(known);
        }
    }
}

using System.Globalization;
using Affluence.Counter.Purges;
using Affluence.Counter.Store;
using Google.Protobuf.WellKnownTypes;
using Wire = Affluence.Cache.V1;

namespace Affluence.Counter.Grpc;

/// <summary>Turns the wire's purges into ours, or refuses all of them; and back.</summary>
internal sealed class PurgeRequestReader(TimeProvider timeProvider)
{
    private const int LongestPath = 2_048;

    private static readonly (Wire.PurgeScope Wire, PurgeScope Scope)[] Scopes =
    [
        (Wire.PurgeScope.Path, PurgeScope.Path), (Wire.PurgeScope.Prefix, PurgeScope.Prefix), (Wire.PurgeScope.All, PurgeScope.All),
    ];

    /// <exception cref="global::Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    public IReadOnlyList<NotedPurge> Read(Wire.AddPurgesRequest request)
    {
        if (request.Purges.Count is 0 or > PurgeStore.Most)
        {
            InvalidArgument.Throw("purges", $"{request.Purges.Count} purges, but must be 1 to {PurgeStore.Most}");
        }

        return [.. request.Purges.Select((purge, index) => Read(purge, string.Create(CultureInfo.InvariantCulture, $"purges[{index}]")))];
    }

    public static Wire.ListPurgesResponse Write(PurgeList list)
    {
        var response = new Wire.ListPurgesResponse { StoreId = list.StoreId, Version = list.Version, Unchanged = list.Purges is null };
        response.Purges.AddRange((list.Purges ?? []).Select(purge => new Wire.Purge
        {
            Scope = Array.Find(Scopes, pair => pair.Scope == purge.Scope).Wire,
            Path = purge.Path,
            At = Timestamp.FromDateTimeOffset(purge.At),
        }));
        return response;
    }

    private NotedPurge Read(Wire.Purge purge, string field)
    {
        var (wire, scope) = Array.Find(Scopes, pair => pair.Wire == purge.Scope);
        if (wire == Wire.PurgeScope.Unspecified)
        {
            InvalidArgument.Throw($"{field}.scope", $"{(int)purge.Scope} is no scope; give one of PURGE_SCOPE_PATH (1) to PURGE_SCOPE_ALL (3)");
        }

        var isPath = purge.Path is ['/', ..] && purge.Path.Length <= LongestPath && !purge.Path.Any(char.IsControl);
        if (scope == PurgeScope.All ? purge.Path.Length > 0 : !isPath)
        {
            InvalidArgument.Throw(
                $"{field}.path",
                scope == PurgeScope.All ? "must be empty with PURGE_SCOPE_ALL" : $"must be 1 to {LongestPath} characters from the first slash, none of them a control character");
        }

        if (purge.At is null)
        {
            InvalidArgument.Throw($"{field}.at", "is required");
        }

        var at = RequestTime.ReadInstant(purge.At, $"{field}.at");
        var now = timeProvider.GetUtcNow();
        if (at - now > RequestTime.MaxAhead)
        {
            InvalidArgument.Throw($"{field}.at", $"{RequestTime.Describe(at)} is more than 1 minute ahead of the counter's clock, {RequestTime.Describe(now)}");
        }

        return new NotedPurge(scope, purge.Path, at);
    }
}

namespace Affluence.Gateway.Cache.Fetching;

/// <summary>Set as a feature of a request that the cache makes itself, on behalf of all who want its answer.</summary>
internal sealed class CacheFetch
{
    public static CacheFetch Instance { get; } = new();
}

using System.Globalization;
using Affluence.Cache.V1;
using Grpc.Core;

namespace Affluence.Gateway.Tests.Fakes;

/// <summary>Keeps purges as the contract says, for any number of gateways. Can fail, and lose its memory.</summary>
internal sealed class FakePurges : PurgeService.PurgeServiceBase
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(PurgeScope, string), Purge> _purges = [];
    private int _version;

    /// <summary>The status to refuse with; OK answers.</summary>
    public StatusCode Answer { get; set; }

    public string StoreId { get; private set; } = "store";

    public IReadOnlyList<Purge> Known
    {
        get
        {
            lock (_lock)
            {
                return [.. _purges.Values];
            }
        }
    }

    public void LoseMemory(string newStoreId)
    {
        lock (_lock)
        {
            (StoreId, _version) = (newStoreId, 0);
            _purges.Clear();
        }
    }

    public override Task<AddPurgesResponse> AddPurges(AddPurgesRequest request, ServerCallContext context)
    {
        Refuse();
        lock (_lock)
        {
            foreach (var purge in request.Purges.Where(purge => !_purges.TryGetValue((purge.Scope, purge.Path), out var known) || known.At < purge.At))
            {
                _purges[(purge.Scope, purge.Path)] = purge;
            }

            _version++;
            return Task.FromResult(new AddPurgesResponse { StoreId = StoreId });
        }
    }

    public override Task<ListPurgesResponse> ListPurges(ListPurgesRequest request, ServerCallContext context)
    {
        Refuse();
        lock (_lock)
        {
            var response = new ListPurgesResponse { StoreId = StoreId, Version = _version.ToString(CultureInfo.InvariantCulture) };
            response.Unchanged = request.KnownStoreId == response.StoreId && request.KnownVersion == response.Version;
            response.Purges.AddRange(response.Unchanged ? [] : _purges.Values);
            return Task.FromResult(response);
        }
    }

    private void Refuse()
    {
        if (Answer != StatusCode.OK)
        {
            throw new RpcException(new Status(Answer, "refused by the test"));
        }
    }
}

using Affluence.Gateway.Addresses;
using Affluence.Gateway.Cache;
using Affluence.Gateway.Cache.Storage;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.WaitingRoom.Answers;

/// <summary>The pages that the waiting page links to: of those the operator named, the ones that the gateway has.</summary>
internal sealed class RoomLinks(IOptions<WaitingRoomOptions> options, ResponseStore store, ClientAddressResolver addresses)
{
    public IReadOnlyList<WaitingRoomLink> For(HttpContext context, string language)
    {
        if (options.Value.Links.Count == 0)
        {
            return [];
        }

        var asked = CacheRequest.KeyOf(context, addresses);
        return [.. options.Value.Links.Where(link => link.Language == language && store.Find(asked with { Target = link.Path }) is not null)];
    }
}

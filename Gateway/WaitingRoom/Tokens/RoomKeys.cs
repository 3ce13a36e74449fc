using System.Security.Cryptography;
using System.Text;
using Affluence.Gateway.Delivery;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.WaitingRoom.Tokens;

/// <summary>
/// The keys that tickets and passes of this site are signed with: made from the days' identity secrets, so that all gateways have the same ones and they rotate
/// as those do. A key is kept for a day after its secret is gone from here, since a ticket is good for that long.
/// </summary>
internal sealed class RoomKeys(IOptions<DeliveryOptions> delivery)
{
    private readonly byte[] _label = Encoding.UTF8.GetBytes($"affluence waiting room/v1 {delivery.Value.SiteId}");
    private volatile RoomKey[] _keys = [];

    /// <summary>The one to sign with; null while no secret is known.</summary>
    public RoomKey? Current(DateTimeOffset now)
    {
        var keys = _keys;
        for (var index = keys.Length - 1; index >= 0; index--)
        {
            if (keys[index].ValidFrom <= now)
            {
                return keys[index];
            }
        }

        return null;
    }

    public RoomKey? Find(ushort epoch)
    {
        foreach (var key in _keys)
        {
            if (key.Epoch == epoch)
            {
                return key;
            }
        }

        return null;
    }

    public void Update(IEnumerable<VisitorIdentity> identities, DateTimeOffset now)
    {
        var known = _keys;
        RoomKey[] added = [.. identities.Where(identity => Array.TrueForAll(known, key => key.Epoch != (ushort)identity.Epoch)).Select(Make)];
        if (added.Length > 0 || Array.Exists(known, key => key.IsOver(now)))
        {
            _keys = [.. known.Concat(added).Where(key => !key.IsOver(now)).OrderBy(key => key.ValidFrom)];
        }
    }

    /// <summary>One step of HKDF-Expand (RFC 5869): the secret is random and needs no extraction.</summary>
    private RoomKey Make(VisitorIdentity identity) =>
        new((ushort)identity.Epoch, HMACSHA256.HashData(identity.Secret, (byte[])[.. _label, 1]), identity.ValidFrom, identity.ValidUntil + RoomTokens.TicketLife);
}

/// <param name="Epoch">Of the identity it was made from, the last 16 bits.</param>
/// <param name="Bytes">32 bytes.</param>
/// <param name="ValidFrom">When it is first signed with.</param>
/// <param name="ValidUntil">When nothing that it signed is good any more.</param>
internal sealed record RoomKey(ushort Epoch, byte[] Bytes, DateTimeOffset ValidFrom, DateTimeOffset ValidUntil)
{
    public bool IsOver(DateTimeOffset now) => now >= ValidUntil;
}

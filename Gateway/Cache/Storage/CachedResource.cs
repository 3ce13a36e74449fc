using Affluence.Gateway.Cache.Semantics;

namespace Affluence.Gateway.Cache.Storage;

/// <summary>All that is stored under one key: one answer, or several that vary by request fields; the newest first.</summary>
internal sealed class CachedResource
{
    /// <summary>Long before the start, and near enough to be reckoned with.</summary>
    private static readonly TimeSpan Never = TimeSpan.FromDays(-36_525);

    private Slot[] _slots = [];
    private long _lastAttempt = Never.Ticks;
    private long _lastFailure = Never.Ticks;

    /// <summary>Swapped as a whole, under the store's lock.</summary>
    public IReadOnlyList<Slot> Slots => Volatile.Read(ref _slots);

    /// <summary>When the site was last asked because a visitor wished it.</summary>
    public TimeSpan LastAttempt => new(Interlocked.Read(ref _lastAttempt));

    /// <summary>When the site last failed to answer for this key.</summary>
    public TimeSpan LastFailure => new(Interlocked.Read(ref _lastFailure));

    public void Swap(Slot[] slots) => Volatile.Write(ref _slots, slots);

    public void Failed(TimeSpan now) => Interlocked.Exchange(ref _lastFailure, now.Ticks);

    /// <returns>Whether the last attempt is longer ago than <paramref name="interval"/>; then this is one.</returns>
    public bool TryAttempt(TimeSpan now, TimeSpan interval)
    {
        var last = Interlocked.Read(ref _lastAttempt);
        return (last == Never.Ticks || now.Ticks - last >= interval.Ticks) && Interlocked.CompareExchange(ref _lastAttempt, now.Ticks, last) == last;
    }

    public Slot? Find(IHeaderDictionary request)
    {
        foreach (var slot in _slots)
        {
            if (slot.Response.Variant.Matches(request))
            {
                return slot;
            }
        }

        return null;
    }

    public Slot? Find(Variant variant) => Array.Find(_slots, slot => slot.Response.Variant.IsSameAs(variant));

    /// <summary>Requests with the same key here are answered alike, as far as is known of the answers so far.</summary>
    public string VariantKeyOf(IHeaderDictionary request) => _slots is [var newest, ..] ? newest.Response.Variant.KeyOf(request) : string.Empty;
}

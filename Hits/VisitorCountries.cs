namespace Affluence.Hits;

/// <summary>
/// The country each visitor was first given. Without it, one who is located before or after an outage of the look-up and is unknown (ZZ)
/// during it would stand in two countries of one window, and be counted twice. Not thread-safe.
/// </summary>
/// <remarks>
/// A visitor is remembered for at least one longest window after he was last placed, unless more than the capacity come within one: then
/// the least recent are forgotten earlier. Two generations: what is asked for moves to the young one, and the old one is dropped whole.
/// </remarks>
/// <param name="capacity">Visitors of one generation, about 32 bytes each; two generations are kept.</param>
public sealed class VisitorCountries(int capacity)
{
    private static readonly int LongestWindow = 30 * Bucket.PerMinute;

    private Dictionary<ulong, CountryCode> _young = [];
    private Dictionary<ulong, CountryCode> _old = [];
    private Bucket? _youngSince;

    /// <returns>The country the visitor counts in: the one he was given before, or else the one he was located in.</returns>
    public CountryCode Place(ulong visitor, CountryCode located, Bucket bucket)
    {
        Age(bucket);
        if (_young.TryGetValue(visitor, out var known))
        {
            return known;
        }

        var country = _old.GetValueOrDefault(visitor, located);
        _young.Add(visitor, country);
        return country;
    }

    private void Age(Bucket bucket)
    {
        var age = bucket.Number - (_youngSince ??= bucket).Number;
        // A bucket long before is a clock that was set back.
        if (age >= LongestWindow || age <= -LongestWindow || _young.Count >= capacity)
        {
            (_old, _young) = (_young, []);
            _youngSince = bucket;
        }
    }
}

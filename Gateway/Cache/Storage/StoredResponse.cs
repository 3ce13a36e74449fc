using System.Globalization;
using Affluence.Gateway.Cache.Semantics;
using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Cache.Storage;

/// <summary>One answer of the site, whole, as it is given to visitors. It never changes: what the site confirms is another one with the same body.</summary>
internal sealed class StoredResponse
{
    /// <summary>What an entry takes beside its text and its body: the objects that hold it and find it, measured.</summary>
    private const int Overhead = 1_024;

    private const int OverheadOfField = 64;

    private long _bytes;
    private HitText _text = new(-1, string.Empty, string.Empty);

    public required int Status { get; init; }

    public required KeyValuePair<string, StringValues>[] Fields { get; init; }

    public required byte[] Body { get; init; }

    public required Variant Variant { get; init; }

    public required Freshness Freshness { get; init; }

    public required Validators Validators { get; init; }

    /// <summary>When it was stored, in time since the start of the process, which no change of the clock touches.</summary>
    public required TimeSpan StoredAt { get; init; }

    /// <summary>When it came from the site, or was last confirmed by it.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Bytes of memory that it is counted with.</summary>
    public long Bytes => _bytes == 0 ? _bytes = Overhead + Body.Length + Fields.Sum(pair => OverheadOfField + (2L * LengthOf(pair.Value))) : _bytes;

    public TimeSpan AgeAt(TimeSpan now) => Freshness.InitialAge + (now - StoredAt);

    /// <summary>Its age and its state as fields, of which there is a new text once a second however many visitors get it.</summary>
    public HitText TextAt(TimeSpan now)
    {
        var age = AgeAt(now);
        var seconds = DeltaSeconds.Of(age);
        var text = Volatile.Read(ref _text);
        if (text.Seconds != seconds)
        {
            text = new HitText(seconds, seconds.ToString(CultureInfo.InvariantCulture), CacheStatus.Hit(Freshness.Lifetime - age));
            Volatile.Write(ref _text, text);
        }

        return text;
    }

    private static int LengthOf(StringValues values) => values.Sum(value => value?.Length ?? 0);

    internal sealed record HitText(long Seconds, string Age, string Status);
}

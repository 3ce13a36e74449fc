using System.Globalization;
using Affluence.Counter.Recording;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>
/// Names a sketch within its minute or bucket, as a member of an index: <c>US3s17114</c>, and of an import <c>US3s17114@import-1</c>.
/// </summary>
/// <param name="Source">Whose visitors are in it; null: those that can't be retracted.</param>
internal readonly record struct SketchName(CountryCode Country, int Shard, VisitorClass Class, int Epoch, string? Source)
{
    public char ClassLetter => (char)Class;

    public static bool TryParse(RedisValue member, out SketchName sketch)
    {
        sketch = default;
        var text = (string?)member;

        // The marks `.`, `.0` and `!` are shorter than any name, and `-import-1` begins with no country.
        if (text is not { Length: > 4 } || !CountryCode.TryParse(text[..2], out var country))
        {
            return false;
        }

        var (name, source) = SourceSuffix.Split(text);
        sketch = new SketchName(
            country,
            text[2] - '0',
            (VisitorClass)text[3],
            int.Parse(name.AsSpan(4), CultureInfo.InvariantCulture),
            source);
        return true;
    }

    public RedisValue ToMember() => string.Create(CultureInfo.InvariantCulture, $"{Country}{Shard}{ClassLetter}{Epoch}{SourceSuffix.Of(Source)}");
}

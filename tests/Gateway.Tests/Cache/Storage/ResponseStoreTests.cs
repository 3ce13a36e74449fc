using Affluence.Gateway.Cache;
using Affluence.Gateway.Cache.Semantics;
using Affluence.Gateway.Cache.Storage;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;

namespace Affluence.Gateway.Tests.Cache.Storage;

public sealed class ResponseStoreTests
{
    private const long Bytes = 1 << 20;

    [Fact]
    public void Flood_OfQueriesOfOnePath_EvictsNothingThatIsHot()
    {
        var store = new ResponseStore(new CacheOptions { Bytes = Bytes, MaxBodyBytes = 1 << 16, MaxKeysPerPath = 50 });
        var hot = Enumerable.Range(0, 40).Select(page => Key($"/en/{page}")).ToList();
        Ask(store, hot);
        Ask(store, hot);
        Ask(store, hot);

        for (var query = 0; query < 10_000; query++)
        {
            Ask(store, [Key($"/en/0?x={query}")]);
        }

        Assert.All(hot, key => Assert.NotNull(store.Find(key)));
        Assert.InRange(store.Count, 40, 90);
    }

    [Fact]
    public void Flood_OfPaths_EvictsNothingThatIsHot()
    {
        var store = new ResponseStore(new CacheOptions { Bytes = Bytes, MaxBodyBytes = 1 << 16 });
        var hot = Enumerable.Range(0, 40).Select(page => Key($"/en/{page}")).ToList();
        var misses = 0;
        for (var path = 0; path < 10_000; path++)
        {
            Ask(store, [Key($"/x/{path}")]);
            misses += Ask(store, [hot[path % 40]]);
        }

        // The first round, and the second for what the flood drove out before it had been asked for again.
        Assert.InRange(misses, 40, 80);
        Assert.InRange(store.Bytes, Bytes / 2, Bytes);
    }

    [Fact]
    public void Variants_OfOneKey_AreBounded()
    {
        var store = new ResponseStore(new CacheOptions { MaxVariants = 4 });
        for (var variant = 0; variant < 20; variant++)
        {
            store.Store(Key("/en"), Response(100, new Variant(["foo"], [$"{variant}"])));
        }

        Assert.Equal(4, store.Find(Key("/en"))!.Slots.Count);
        Assert.Equal(4, store.Count);
        Assert.NotNull(store.Find(Key("/en"))!.Find(new HeaderDictionary { ["Foo"] = "19" }));
        Assert.Null(store.Find(Key("/en"))!.Find(new HeaderDictionary { ["Foo"] = "15" }));
    }

    [Fact]
    public void Answer_OfTheSameVariant_TakesThePlace()
    {
        var store = new ResponseStore(new CacheOptions());
        store.Store(Key("/en"), Response(100));
        store.Store(Key("/en"), Response(5_000));

        Assert.Equal((1, Response(5_000).Bytes), (store.Count, store.Bytes));
    }

    /// <summary>Whatever is stored, asked for and removed, in any order: the sums are those of what is there, and within the bounds.</summary>
    [Fact]
    public void Sums_AfterAnything_AreThoseOfWhatIsThere()
    {
        var step = from action in Gen.Choose(0, 9)
                   from page in Gen.Choose(0, 12)
                   from query in Gen.Choose(0, 9)
                   from size in Gen.Choose(0, 60_000)
                   from variant in Gen.Choose(0, 3)
                   select (action, page, query, size, variant);
        foreach (var steps in step.ListOf(400).Sample(50))
        {
            var store = new ResponseStore(new CacheOptions { Bytes = Bytes, MaxBodyBytes = 1 << 16, MaxKeysPerPath = 5, MaxVariants = 2 });
            foreach (var (action, page, query, size, variant) in steps)
            {
                var key = Key(query == 0 ? $"/{page}" : $"/{page}?{query}");
                _ = action switch
                {
                    0 => store.Remove(key),
                    1 => store.RemoveWhere((other, _) => other.Path.SequenceEqual($"/{page}")),
                    < 5 => Ask(store, [key]),
                    _ => store.Store(key, Response(size, new Variant(["foo"], [$"{variant}"]))) ? 1 : 0,
                };
                var entries = store.Entries.ToList();
                Assert.Equal(entries.Sum(entry => entry.Response.Bytes), store.Bytes);
                Assert.Equal(entries.Count, store.Count);
                Assert.True(store.Bytes <= Bytes);
                Assert.True(entries.Where(entry => entry.Key.Target.Contains('?', StringComparison.Ordinal)).GroupBy(entry => entry.Key.PathKey).All(path => path.Count() <= 5));
                Assert.True(entries.GroupBy(entry => entry.Key).All(resource => resource.Count() <= 2));
            }

            store.RemoveWhere((_, _) => true);
            Assert.Equal((0, 0), (store.Bytes, store.Count));
        }
    }

    /// <returns>How many had to be stored.</returns>
    private static int Ask(ResponseStore store, IEnumerable<CacheKey> keys)
    {
        var misses = 0;
        foreach (var key in keys)
        {
            if (store.Find(key)?.Find(new HeaderDictionary()) is { } slot)
            {
                slot.Touch();
            }
            else
            {
                misses++;
                store.Store(key, Response(10_000));
            }
        }

        return misses;
    }

    private static CacheKey Key(string target) => new(false, "localhost", target);

    private static StoredResponse Response(int bytes, Variant? variant = null) => new()
    {
        Status = 200,
        Fields = [],
        Body = new byte[bytes],
        Variant = variant ?? Variant.Any,
        Freshness = default,
        Validators = default,
        StoredAt = default,
        ReceivedAt = default,
    };
}

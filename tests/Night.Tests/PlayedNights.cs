using System.Collections.Concurrent;
using Affluence.Night.Tests;
using Affluence.Testing.Stores;

[assembly: AssemblyFixture(typeof(PlayedNights))]

namespace Affluence.Night.Tests;

/// <summary>One night for each store, played when a test first asks for it.</summary>
public sealed class PlayedNights : IAsyncDisposable
{
    private readonly ConcurrentDictionary<StoreKind, Lazy<Task<PlayedNight>>> _nights = new();

    public Task<PlayedNight> OnAsync(StoreKind kind) =>
        _nights.GetOrAdd(kind, on => new Lazy<Task<PlayedNight>>(() => PlayedNight.StartAsync(on))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var night in _nights.Values.Where(night => night.Value.IsCompletedSuccessfully))
        {
            await (await night.Value).DisposeAsync();
        }
    }
}

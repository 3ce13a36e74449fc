using Affluence.Screenshots;
using Affluence.Standalone;

namespace Affluence.Browser.Tests;

/// <summary>One system for all tests that do not break it: a hundredth of the night is on its record, 22:50 to 23:05 of both evenings.</summary>
public sealed class SharedNight : IAsyncDisposable
{
    private static readonly TimeSpan RecordingLimit = TimeSpan.FromMinutes(3);

    private RecordedNight? _night;

    public async Task<StandaloneSystem> ReadyAsync()
    {
        _night ??= await RecordedNight.PlayAsync(0.01, "2016-11-08T22:50", "2016-11-08T23:05", RecordingLimit);
        return _night.System;
    }

    public async ValueTask DisposeAsync()
    {
        if (_night is not null)
        {
            await _night.DisposeAsync();
        }
    }
}

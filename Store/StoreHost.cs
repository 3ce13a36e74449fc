using Microsoft.Extensions.Options;

namespace Affluence.Store;

/// <summary>Has the embedded store live as long as its service.</summary>
internal sealed partial class StoreHost(IOptions<StoreOptions> options, IHostEnvironment environment, ILogger<StoreHost> logger) : IHostedService
{
    private EmbeddedStore? _store;

    /// <summary>Null before the start and after the stop.</summary>
    public string? ConnectionString => _store?.ConnectionString;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var directory = Path.Combine(environment.ContentRootPath, options.Value.DataDirectory);
        _store = EmbeddedStore.Start(directory, options.Value.Port, options.Value.Password);
        Log.Started(logger, options.Value.Port, directory);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _store, null) is { } store)
        {
            await store.DisposeAsync();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The embedded store listens on 127.0.0.1:{Port} and keeps its files in {Directory}.")]
        public static partial void Started(ILogger logger, int port, string directory);
    }
}

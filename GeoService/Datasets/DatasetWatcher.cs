using Affluence.CountryFiles;
using Affluence.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Affluence.Geo;

/// <summary>Reads the country file before the service listens, and again whenever it changes.</summary>
/// <remarks>A file caught half written is refused, or replaced at the next look, since its length or time has changed by then.</remarks>
internal sealed partial class DatasetWatcher(
    CurrentDataset current,
    DatasetLoader loader,
    IOptions<GeoOptions> options,
    GeoMetrics metrics,
    TimeProvider timeProvider,
    ILogger<DatasetWatcher> logger) : BackgroundService, IHostedLifecycleService
{
    private readonly string _path = options.Value.DatabasePath;
    private FileStamp _stamp;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _stamp = FileStamp.Of(_path);
        try
        {
            var dataset = loader.Load(_path, cancellationToken);
            current.Replace(new(dataset, timeProvider.GetUtcNow(), ReloadError: null));
            LogLoaded(dataset);
            return Task.CompletedTask;
        }
        catch (CountryFileException exception)
        {
            throw new InvalidSettingException(
                $"{GeoOptions.Section}:{nameof(GeoOptions.DatabasePath)} is '{_path}', which can't be used: {exception.Message}.", exception);
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.ReloadInterval, timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var stamp = FileStamp.Of(_path);
            if (stamp != _stamp)
            {
                _stamp = stamp;
                Reload(stoppingToken);
            }
        }
    }

    private void Reload(CancellationToken cancellationToken)
    {
        var state = current.State;
        try
        {
            var dataset = loader.Load(_path, cancellationToken);
            // The same content again, under a new time, goes on answering as it did.
            var unchanged = dataset.Description.Sha256 == state.Dataset.Description.Sha256;
            current.Replace(unchanged ? state with { ReloadError = null } : new(dataset, timeProvider.GetUtcNow(), ReloadError: null));
            metrics.Reloaded();
            LogLoaded(dataset);
        }
        catch (CountryFileException exception)
        {
            current.Replace(state with { ReloadError = $"{_path} can't be used: {exception.Message}." });
            metrics.ReloadFailed();
            Log.Refused(logger, _path, exception.Message);
        }
    }

    private void LogLoaded(CountryDataset dataset)
    {
        var description = dataset.Description;
        Log.Loaded(logger, _path, description.DatabaseType, description.BuildTime, description.IPv4Networks, description.IPv6Networks, dataset.TableBytes);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information,
            "Read {Path}: type {DatabaseType}, built {BuildTime:u}, {IPv4Networks} IPv4 and {IPv6Networks} IPv6 networks, tables of {TableBytes} bytes")]
        public static partial void Loaded(
            ILogger logger, string path, string databaseType, DateTimeOffset? buildTime, int ipv4Networks, int ipv6Networks, long tableBytes);

        [LoggerMessage(LogLevel.Error, "Kept the country file that was read before: {Path} can't be used: {Reason}")]
        public static partial void Refused(ILogger logger, string path, string reason);
    }
}

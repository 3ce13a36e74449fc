using Affluence.Gateway.Cache.Storage;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Cache.Disk;

/// <summary>
/// Keeps on disk what is stored and was asked for again, so that a gateway that starts while the site is down has something to give. Every
/// half minute the folder is made like the store; to lose it, or half of it, costs no more than a cold start.
/// </summary>
internal sealed partial class WarmStart(ResponseStore store, CacheClock clock, IOptions<CacheOptions> options, ILogger<WarmStart> logger) : BackgroundService
{
    private const string Extension = ".page";
    private const string Unfinished = ".new";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _written = [];
    private readonly string? _folder = options.Value.Enabled ? options.Value.Directory : null;
    private bool _isUnusable;

    /// <summary>Before the first request is taken.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(_folder))
        {
            return Task.CompletedTask;
        }

        Load(_folder);
        return base.StartAsync(cancellationToken);
    }

    /// <summary>With what came since the last time.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!string.IsNullOrEmpty(_folder))
        {
            Save();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock.Provider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Save();
        }
    }

    /// <summary>Makes the folder like the store.</summary>
    public void Save() => Update(WriteStored);

    /// <summary>Deletes what is no longer stored, so that what was purged is not there at the next start, however this one ends.</summary>
    public void DeleteRemoved()
    {
        if (!string.IsNullOrEmpty(_folder))
        {
            Update(() => DeleteAllBut([.. store.Entries.Select(entry => EntryFile.NameOf(entry.Key, entry.Response.Variant))]));
        }
    }

    private void Update(Action update)
    {
        lock (_lock)
        {
            TryUpdate(update);
        }
    }

    private void TryUpdate(Action update)
    {
        try
        {
            update();
            if (_isUnusable)
            {
                _isUnusable = false;
                Log.UsableAgain(logger, _folder!);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!_isUnusable)
            {
                _isUnusable = true;
                Log.Unusable(logger, exception, _folder!);
            }
        }
    }

    private void WriteStored()
    {
        var now = clock.Now;
        var names = new HashSet<string>();
        foreach (var (key, response, uses, _) in store.Entries)
        {
            var name = EntryFile.NameOf(key, response.Variant);
            var isWritten = _written.TryGetValue(name, out var receivedAt);
            if (!isWritten && uses == 0)
            {
                continue;
            }

            names.Add(name);
            if (!isWritten || receivedAt != response.ReceivedAt)
            {
                Write(name, EntryFile.Write(key, response, response.AgeAt(now), clock.Date));
                _written[name] = response.ReceivedAt;
            }
        }

        DeleteAllBut(names);
    }

    private void DeleteAllBut(HashSet<string> names)
    {
        foreach (var name in _written.Keys.Where(name => !names.Contains(name)).ToList())
        {
            File.Delete(PathOf(name));
            _written.Remove(name);
        }
    }

    private void Load(string folder)
    {
        try
        {
            System.IO.Directory.CreateDirectory(folder);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            // Of a process that ended while it wrote.
            foreach (var file in System.IO.Directory.EnumerateFiles(folder, new string('?', EntryFile.NameLength) + Unfinished))
            {
                File.Delete(file);
            }

            var damaged = 0;
            foreach (var file in System.IO.Directory.EnumerateFiles(folder, "*" + Extension))
            {
                damaged += TryLoad(file) ? 0 : 1;
            }

            Log.Loaded(logger, store.Count, store.Bytes, folder, damaged);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _isUnusable = true;
            Log.Unusable(logger, exception, folder);
        }
    }

    /// <summary>What is damaged, or no longer of use, is deleted.</summary>
    private bool TryLoad(string file)
    {
        var isPlausible = new FileInfo(file).Length <= options.Value.MaxBodyBytes + (8L * options.Value.MaxHeaderCharacters);
        var entry = isPlausible ? EntryFile.Read(File.ReadAllBytes(file), clock.Date, clock.Now) : null;
        if (entry is not { } read || EntryFile.NameOf(read.Key, read.Response.Variant) != Path.GetFileNameWithoutExtension(file))
        {
            File.Delete(file);
            return false;
        }

        if (Semantics.Reuse.IsAllowedOnError(read.Response.Freshness, read.Response.AgeAt(clock.Now)) && store.Store(read.Key, read.Response))
        {
            _written[Path.GetFileNameWithoutExtension(file)] = read.Response.ReceivedAt;
        }
        else
        {
            File.Delete(file);
        }

        return true;
    }

    private void Write(string name, byte[] bytes)
    {
        var temporary = Path.Combine(_folder!, name + Unfinished);
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, PathOf(name), overwrite: true);
    }

    private string PathOf(string name) => Path.Combine(_folder!, name + Extension);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The cache begins with {Entries} pages ({Bytes} bytes) from {Directory}; {Damaged} files there were damaged and deleted.")]
        public static partial void Loaded(ILogger logger, int entries, long bytes, string directory, int damaged);

        [LoggerMessage(LogLevel.Warning, "The cache can't be kept in {Directory} (Gateway:Cache:Directory): should the gateway start anew, it starts cold.")]
        public static partial void Unusable(ILogger logger, Exception exception, string directory);

        [LoggerMessage(LogLevel.Information, "The cache is kept in {Directory} again.")]
        public static partial void UsableAgain(ILogger logger, string directory);
    }
}

using Affluence.Gateway.Capture;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Spool;

/// <summary>
/// Keeps the spools in order: the gateway's own file, files that other gateways left, and memory, which takes what the disk will not. Whatever
/// is wrong with the disk, batches go on; it is told once, and tried again. Not thread-safe.
/// </summary>
internal sealed partial class SpoolKeeper(
    IOptions<SpoolOptions> options,
    IHostEnvironment environment,
    DeliveryLedger ledger,
    SpoolMetrics metrics,
    TimeProvider time,
    ILogger<SpoolKeeper> logger) : IDisposable
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ChoresPeriod = TimeSpan.FromSeconds(30);

    /// <summary>A disk this slow would hold up delivery until the queue overflows; it is spared for a while.</summary>
    private static readonly TimeSpan SlowWrite = TimeSpan.FromSeconds(2);

    private readonly SpoolDirectory? _directory = options.Value.Directory.Length == 0
        ? null
        : new SpoolDirectory(Path.Combine(environment.ContentRootPath, options.Value.Directory));

    private readonly List<BatchSpool> _adopted = [];
    private readonly HashSet<string> _unreadable = [];
    private BatchSpool? _file;
    private long? _pausedAt;
    private long? _choresAt;

    public BatchSpool Memory { get; } = BatchSpool.InMemory();

    /// <summary>Files left by gateways that are gone.</summary>
    public IReadOnlyList<BatchSpool> Adopted => _adopted;

    public IEnumerable<BatchSpool> All => _file is null ? [.. _adopted, Memory] : [_file, .. _adopted, Memory];

    /// <summary>Where the gateway's own file is; null if it has none.</summary>
    public string? File => _file?.Slot?.Path;

    /// <summary>Why batches are kept in memory although there is a spool; null: they are not.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The gateway's own file, unless it can't be written, or lately could not.</summary>
    public BatchSpool? Writable => IsPaused ? null : _file;

    private bool IsPaused => _pausedAt is { } at && time.GetElapsedTime(at) < RetryPause;

    /// <summary>Opens what is not open yet, adopts what was left, closes what is empty.</summary>
    public void Refresh()
    {
        if (_directory is null)
        {
            return;
        }

        if (_file is not null && _choresAt is { } last && time.GetElapsedTime(last) < ChoresPeriod)
        {
            return;
        }

        if (_file is { Slot: { } own } && !System.IO.File.Exists(own.Path))
        {
            // Somebody cleared the folder; what is still readable must not be left in a file without a name.
            SetAside(_file, new FileNotFoundException("the file is gone"));
        }

        if (_file is null && !IsPaused)
        {
            Open();
        }

        if (_file is not null && !IsPaused)
        {
            _choresAt = time.GetTimestamp();
            DoChores(_directory);
        }
    }

    /// <summary>Tries to open the file now, though it lately failed.</summary>
    public void Insist()
    {
        _pausedAt = null;
        Refresh();
    }

    /// <returns>False if nothing was written: the batches are still to be kept.</returns>
    public bool TryWrite(BatchSpool spool, IReadOnlyCollection<(Batch Batch, long Hits)> batches, IReadOnlyCollection<HitDrop> drops)
    {
        var started = time.GetTimestamp();
        try
        {
            spool.Write(batches, drops);
        }
        catch (SqliteException exception)
        {
            metrics.Failed(time.GetElapsedTime(started), $"{exception.SqliteErrorCode}");
            Failed(spool, exception);
            return false;
        }

        var duration = time.GetElapsedTime(started);
        metrics.Written(duration);
        if (duration < SlowWrite)
        {
            Healed();
        }
        else
        {
            Pause($"a write took {duration.TotalSeconds:0.0} s");
        }

        return true;
    }

    /// <summary>Puts sealed hits on the gateway's own file.</summary>
    /// <returns>Null if it can't be written: the hits are in memory alone.</returns>
    public IReadOnlyList<SealedRow>? TrySeal(IReadOnlyCollection<SealedHits> sealedHits)
    {
        if (Writable is not { } file)
        {
            return null;
        }

        var started = time.GetTimestamp();
        try
        {
            var rows = file.WriteSealed(sealedHits);
            metrics.Written(time.GetElapsedTime(started));
            return rows;
        }
        catch (SqliteException exception)
        {
            metrics.Failed(time.GetElapsedTime(started), $"{exception.SqliteErrorCode}");
            Failed(file, exception);
            return null;
        }
    }

    /// <summary>A spool could not be read or written.</summary>
    public void Failed(BatchSpool spool, Exception exception)
    {
        if (SpoolDatabase.IsDamage(exception))
        {
            SetAside(spool, exception);
        }
        else
        {
            Pause(exception.Message);
        }
    }

    public void Dispose()
    {
        foreach (var spool in All)
        {
            spool.Dispose();
            spool.Slot?.Dispose();
        }
    }

    private void Open()
    {
        SpoolSlot? slot = null;
        try
        {
            slot = _directory!.Take();
            _file = OpenOrReplace(slot);
            Welcome(_file);
            Healed();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SqliteException)
        {
            slot?.Dispose();
            Pause(exception.Message);
        }
    }

    private void DoChores(SpoolDirectory directory)
    {
        try
        {
            foreach (var spool in _adopted.Where(spool => spool.IsEmpty).ToList())
            {
                _adopted.Remove(spool);
                spool.Dispose();
                spool.Slot!.Delete();
                spool.Slot.Dispose();
            }

            foreach (var slot in directory.TakeOrphans())
            {
                Adopt(slot);
            }

            directory.DeleteDamaged(time.GetUtcNow() - options.Value.MaxAge);
            _file!.Tidy();
        }
        catch (SqliteException exception)
        {
            Failed(_file!, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The file itself is open, and can be written for all we know.
            Log.ChoresFailed(logger, directory.Path, exception.Message);
        }
    }

    private void Adopt(SpoolSlot slot)
    {
        try
        {
            var spool = OpenOrReplace(slot);
            _adopted.Add(spool);
            Welcome(spool);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SqliteException)
        {
            slot.Dispose();
            if (_unreadable.Add(slot.Path))
            {
                Log.NotAdopted(logger, slot.Path, exception.Message);
            }
        }
    }

    private BatchSpool OpenOrReplace(SpoolSlot slot)
    {
        slot.MakePrivate();
        try
        {
            return BatchSpool.Open(slot);
        }
        catch (Exception exception) when (SpoolDatabase.IsDamage(exception))
        {
            Log.Damaged(logger, slot.SetAside(time.GetUtcNow()), exception.Message);
            slot.MakePrivate();
            return BatchSpool.Open(slot);
        }
    }

    private void Welcome(BatchSpool spool)
    {
        ledger.Recovered(HitStage.Spooled, spool.Hits);
        ledger.Recovered(HitStage.Sealed, spool.SealedHits);
        if (spool.Hits + spool.SealedHits > 0)
        {
            Log.Recovered(logger, spool.Hits, spool.SealedHits, spool.Slot!.Path);
        }
    }

    /// <summary>Saves from a damaged file what can still be read of what it owes, and begins another.</summary>
    private void SetAside(BatchSpool spool, Exception exception)
    {
        var lost = 0L;
        foreach (var bucket in spool.Buckets.Where(bucket => !bucket.IsInFlight))
        {
            try
            {
                var (batch, hits) = spool.Read(bucket, whole: true);
                Memory.Write([(batch, hits)], [new HitDrop(bucket.Key, bucket.DroppedHits)]);
                ledger.Move(spool.Stage, bucket.Hits, Memory.Stage, hits);
            }
            catch (Exception fault) when (fault is SqliteException || SpoolDatabase.IsDamage(fault))
            {
                lost += bucket.Hits;
                ledger.Dropped(spool.Stage, DropReason.SpoolLost, bucket.Hits);
                Memory.Write([], [new HitDrop(bucket.Key, bucket.DroppedHits + bucket.Hits)]);
            }
        }

        // Who is taking some in has them in memory already.
        foreach (var row in spool.Left)
        {
            lost += row.Hits;
            ledger.Dropped(HitStage.Sealed, DropReason.SpoolLost, row.Hits);
        }

        spool.Dispose();
        using (var slot = spool.Slot!)
        {
            Log.SetAside(logger, slot.SetAside(time.GetUtcNow()), exception.Message, lost);
        }

        _adopted.Remove(spool);
        _file = _file == spool ? null : _file;
    }

    private void Pause(string reason)
    {
        _pausedAt = time.GetTimestamp();
        if (Trouble is null)
        {
            Log.Unusable(logger, _directory!.Path, reason);
        }

        Trouble = reason;
    }

    private void Healed()
    {
        _pausedAt = null;
        if (Trouble is not null)
        {
            Trouble = null;
            Log.Healed(logger, _directory!.Path);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Found {Hits} hits that an earlier process had not delivered, and {Sealed} that had no country yet, in {File}")]
        public static partial void Recovered(ILogger logger, long hits, long @sealed, string file);

        [LoggerMessage(LogLevel.Error, "The spool in {Directory} can't be used ({Reason}); batches are kept in memory, and a crash would lose them")]
        public static partial void Unusable(ILogger logger, string directory, string reason);

        [LoggerMessage(LogLevel.Information, "The spool in {Directory} can be used again")]
        public static partial void Healed(ILogger logger, string directory);

        [LoggerMessage(LogLevel.Error, "Another gateway left {File}, which can't be opened ({Reason}); it is tried again every 30 s")]
        public static partial void NotAdopted(ILogger logger, string file, string reason);

        [LoggerMessage(LogLevel.Warning, "Could not look for files that other gateways left in {Directory} ({Reason})")]
        public static partial void ChoresFailed(ILogger logger, string directory, string reason);

        [LoggerMessage(LogLevel.Critical, "The spool an earlier process left could not be read ({Reason}); what it had not delivered is lost. The file was set aside as {File}")]
        public static partial void Damaged(ILogger logger, string file, string reason);

        [LoggerMessage(LogLevel.Critical, "The spool is damaged ({Reason}); {Lost} hits are lost, the rest is kept in memory. The file was set aside as {File}")]
        public static partial void SetAside(ILogger logger, string file, string reason, long lost);
    }
}

using System.Collections.Concurrent;
using System.Globalization;

namespace Affluence.Simulator.Night;

/// <summary>
/// Which minutes the counter has acknowledged, kept in a file so that a play that was broken off goes on where it stopped. A line is
/// <c>writer store minute</c>. It saves time only: whatever is played twice is counted once.
/// </summary>
internal sealed class PlayedMinutes : IDisposable
{
    private readonly string _writerId;
    private readonly HashSet<DateTimeOffset> _played;
    private readonly ConcurrentDictionary<DateTimeOffset, int> _bucketsLeft = new();
    private readonly StreamWriter? _file;
    private readonly Lock _lock = new();

    private PlayedMinutes(string writerId, HashSet<DateTimeOffset> played, StreamWriter? file)
    {
        _writerId = writerId;
        _played = played;
        _file = file;
    }

    /// <summary>Nothing is played yet, and nothing is kept.</summary>
    public static PlayedMinutes None => new(string.Empty, [], null);

    /// <param name="path">Made if it does not exist.</param>
    /// <param name="writerId">What is played; lines of other plays do not count.</param>
    /// <param name="storeId">The store's memory; what another one acknowledged is not there.</param>
    /// <param name="held">Minutes that the counter still holds: it forgets them some time after they were written.</param>
    /// <exception cref="UnusableArgumentException">The file can't be read or written.</exception>
    public static PlayedMinutes Open(string path, string writerId, string storeId, IReadOnlySet<DateTimeOffset> held)
    {
        try
        {
            var played = File.Exists(path)
                ? File.ReadLines(path).Select(line => MinuteOf(line, writerId, storeId)).OfType<DateTimeOffset>().Where(held.Contains).ToHashSet()
                : [];
            return new PlayedMinutes(writerId, played, new StreamWriter(path, append: true) { AutoFlush = true });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnusableArgumentException($"--state: {exception.Message}", exception);
        }
    }

    public bool Contains(DateTimeOffset minute) => _played.Contains(minute);

    /// <summary>May be called from any thread.</summary>
    public void Acknowledged(Bucket bucket, string storeId)
    {
        var minute = DateTimeOffset.FromUnixTimeSeconds(bucket.Minute * 60);
        if (_file is null || _bucketsLeft.AddOrUpdate(minute, Bucket.PerMinute - 1, (_, left) => left - 1) > 0)
        {
            return;
        }

        lock (_lock)
        {
            _file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_writerId} {storeId} {minute:yyyy-MM-dd'T'HH:mm'Z'}"));
        }
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>Null for a line of another play or store, and for one that was cut off when the simulator was.</summary>
    private static DateTimeOffset? MinuteOf(string line, string writerId, string storeId) =>
        line.Split(' ') is [var writer, var store, var text]
        && writer == writerId
        && store == storeId
        && DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var minute)
            ? minute
            : null;
}

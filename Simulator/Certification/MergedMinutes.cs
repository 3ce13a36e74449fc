using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Certification;

/// <summary>
/// Several logs minute by minute, as one: those of servers that ran side by side, and those of one server from rotation to rotation. A log
/// is opened when its time comes, so that a year of them takes no more memory than the servers at one time.
/// </summary>
internal sealed class MergedMinutes(CertifySettings settings, Stream standardInput, TextWriter error, DateTimeOffset now) : IAsyncDisposable
{
    private readonly LogOpener _opener = new(settings.Reading, standardInput);
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Queue<(string Path, long Begin)> _waiting = new();

    /// <summary>Replaced and never changed: progress is asked for from another thread.</summary>
    private volatile Opened[] _opened = [];

    private long _linesOfEnded;
    private long _bytesOfEnded;

    /// <summary>Time of the oldest line, in seconds since 1970.</summary>
    public long? Oldest { get; private set; }

    /// <summary>Time of the newest line, likewise.</summary>
    public long? Newest { get; private set; }

    public long Lines => Interlocked.Read(ref _linesOfEnded) + _opened.Sum(opened => opened.Minutes.Totals.Lines);

    /// <summary>Bytes read, as they lie on disk.</summary>
    public long Position => Interlocked.Read(ref _bytesOfEnded) + _opened.Sum(opened => opened.Log.Position);

    /// <summary>Bytes there are, once begun; null if that can't be known.</summary>
    public long? Length { get; private set; }

    /// <summary>Looks at the beginning of every log.</summary>
    /// <exception cref="UnusableArgumentException">A log is none.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        var beginnings = new List<(string Path, long Begin)>();
        long? length = 0;
        foreach (var path in settings.Logs)
        {
            var log = await OpenLogAsync(path, cancellationToken);
            length += log.Length;
            if (log.IsEmpty)
            {
                await error.WriteLineAsync($"{log.Name} is empty, and is left out.");
                await log.DisposeAsync();
                continue;
            }

            beginnings.Add((path, log.Beginning.FirstSeconds));
            await _opener.LeaveAsync(path, log);
        }

        Length = length;
        foreach (var log in beginnings.OrderBy(log => log.Begin))
        {
            _waiting.Enqueue(log);
        }
    }

    /// <summary>The minutes with a page view, oldest first; after <see cref="BeginAsync"/>.</summary>
    /// <exception cref="UnusableArgumentException">A log can't be read any further.</exception>
    public async IAsyncEnumerable<MinuteVisits> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_waiting.TryPeek(out var next) && (_opened.Length == 0 || IsDue(next.Begin)))
            {
                await OpenAsync(_waiting.Dequeue().Path, cancellationToken);
            }

            if (_opened.Length == 0)
            {
                yield break;
            }

            var minute = _opened.Min(opened => opened.Current.Minute);
            var merged = new MinuteVisits(minute);
            foreach (var opened in _opened.Where(opened => opened.Current.Minute == minute).ToList())
            {
                merged.Add(opened.Current);
                await MoveAsync(opened);
            }

            yield return merged;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in _opened)
        {
            await opened.DisposeAsync();
        }

        await _opener.DisposeAsync();
    }

    /// <summary>Whether a log may hold lines of the minute that is next. Its first line may be newer than others by as much as is allowed.</summary>
    private bool IsDue(long begin) => (begin - (long)settings.MaxDisorder.TotalSeconds) / 60 <= _opened.Min(opened => opened.Current.Minute);

    private async Task OpenAsync(string path, CancellationToken cancellationToken)
    {
        var log = await OpenLogAsync(path, cancellationToken);
        var minutes = new LogMinutes(log, _key, settings, now);
        var opened = new Opened(log, minutes, minutes.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken));
        _opened = [.. _opened, opened];
        await MoveAsync(opened);
    }

    private async Task<AccessLog> OpenLogAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await _opener.OpenAsync(path, cancellationToken);
        }
        catch (LogException exception)
        {
            throw new UnusableArgumentException($"{LogSource.NameOf(path)} {exception.Message}.", exception);
        }
    }

    private async Task MoveAsync(Opened opened)
    {
        try
        {
            if (await opened.Rest.MoveNextAsync())
            {
                return;
            }
        }
        catch (LogException exception)
        {
            throw new UnusableArgumentException($"{opened.Log.Name} {exception.Message}.", exception);
        }

        var minutes = opened.Minutes;
        Oldest = Oldest < minutes.Oldest ? Oldest : minutes.Oldest ?? Oldest;
        Newest = Newest > minutes.Newest ? Newest : minutes.Newest ?? Newest;
        minutes.Totals.WriteBadLines(opened.Log.Name, error);
        minutes.Order.WriteLeftOut(opened.Log.Name, error);
        Interlocked.Add(ref _linesOfEnded, minutes.Totals.Lines);
        Interlocked.Add(ref _bytesOfEnded, opened.Log.Position);
        _opened = [.. _opened.Where(other => other != opened)];
        await opened.DisposeAsync();
    }

    private sealed record Opened(AccessLog Log, LogMinutes Minutes, IAsyncEnumerator<MinuteVisits> Rest) : IAsyncDisposable
    {
        public MinuteVisits Current => Rest.Current;

        public async ValueTask DisposeAsync()
        {
            await Rest.DisposeAsync();
            await Log.DisposeAsync();
        }
    }
}

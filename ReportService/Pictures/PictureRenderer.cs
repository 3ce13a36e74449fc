namespace Affluence.Report.Pictures;

/// <summary>
/// Draws one picture at a time, whoever asks, so that the live figures keep the rest of the machine: a large picture keeps
/// a core busy. What was drawn is given again to all who ask for the same.
/// </summary>
internal sealed class PictureRenderer(IHostApplicationLifetime lifetime) : IDisposable
{
    /// <summary>Pictures that are drawn or wait to be.</summary>
    public const int MostUnfinished = 16;

    /// <summary>Of one thing: both languages, both themes, PNG and SVG. Whoever asks for it in every size drives out no picture of anything else.</summary>
    public const int MostLooks = 8;

    private const int Remembered = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Subject, string Look), Entry> _entries = [];
    private readonly SemaphoreSlim _pen = new(1);
    private long _asked;
    private int _unfinished;

    public void Dispose() => _pen.Dispose();

    /// <summary>The picture; null: too many others wait to be drawn.</summary>
    /// <param name="subject">Which picture.</param>
    /// <param name="look">How it is to look.</param>
    /// <param name="version">What it shows: one that is equal needs no new picture.</param>
    public async Task<Picture?> FindOrDrawAsync(string subject, string look, object version, Func<byte[]> draw, CancellationToken cancellationToken)
    {
        var name = (subject, look);
        Task<Picture> picture;
        lock (_lock)
        {
            if (!_entries.TryGetValue(name, out var entry) || entry.Picture.IsFaulted || !entry.Version.Equals(version))
            {
                if (_unfinished >= MostUnfinished)
                {
                    return null;
                }

                Forget(subject);
                entry = new Entry(version, DrawAsync(draw, lifetime.ApplicationStopping));
                _entries[name] = entry;
            }

            entry.AskedLast = ++_asked;
            picture = entry.Picture;
        }

        // Whoever asked first may leave before it is drawn; the others still wait for it.
        return await picture.WaitAsync(cancellationToken);
    }

    private async Task<Picture> DrawAsync(Func<byte[]> draw, CancellationToken stopping)
    {
        Interlocked.Increment(ref _unfinished);
        try
        {
            await _pen.WaitAsync(stopping);
            try
            {
                return await Task.Run(() => Picture.Of(draw()), stopping);
            }
            finally
            {
                _pen.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _unfinished);
        }
    }

    // Makes room for one more.
    private void Forget(string subject)
    {
        ForgetOldest(_entries.Where(entry => entry.Key.Subject == subject).ToList(), MostLooks);
        ForgetOldest([.. _entries], Remembered);
    }

    private void ForgetOldest(List<KeyValuePair<(string Subject, string Look), Entry>> entries, int most)
    {
        var finished = entries.Where(entry => entry.Value.Picture.IsCompleted).OrderBy(entry => entry.Value.AskedLast);
        foreach (var (name, _) in finished.Take(entries.Count - most + 1))
        {
            _entries.Remove(name);
        }
    }

    private sealed class Entry(object version, Task<Picture> picture)
    {
        public object Version { get; } = version;

        public Task<Picture> Picture { get; } = picture;

        public long AskedLast { get; set; }
    }
}

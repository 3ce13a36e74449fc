using System.Net;

namespace Affluence.Faults.Tests.Load;

/// <summary>What visitors were answered: the only judge of what the figures must be. Thread-safe.</summary>
internal sealed class Answers
{
    /// <summary>Past its lifetime, or given in the place of a fault.</summary>
    private static readonly string[] StaleSigns = ["ttl=-", "fwd-status=5", "detail="];

    /// <summary>Stored, or asked for by another visitor.</summary>
    private static readonly string[] CacheSigns = ["; hit", "; collapsed"];

    private readonly Lock _lock = new();
    private readonly HashSet<int> _served = [];
    private readonly HashSet<int> _refused = [];
    private readonly Dictionary<HttpStatusCode, long> _statuses = [];
    private readonly List<string> _unanswered = [];
    private long _fromCache;
    private long _stale;

    /// <summary>Page views that were answered by anything.</summary>
    public long Count
    {
        get
        {
            lock (_lock)
            {
                return _statuses.Values.Sum();
            }
        }
    }

    /// <summary>Requests that nobody answered, each with what happened instead.</summary>
    public IReadOnlyList<string> Unanswered
    {
        get
        {
            lock (_lock)
            {
                return [.. _unanswered];
            }
        }
    }

    /// <summary>What the figures must be.</summary>
    public Figures Figures
    {
        get
        {
            lock (_lock)
            {
                return new Figures(
                    _served.Count,
                    _statuses.Where(status => IsServed(status.Key)).Sum(status => status.Value),
                    _statuses.Where(status => !IsServed(status.Key)).Sum(status => status.Value),
                    _refused.Except(_served).Count());
            }
        }
    }

    /// <summary>Served page views that a cache answered, and of these the stale ones, by what the answers said of themselves.</summary>
    public (long All, long Stale) FromCache
    {
        get
        {
            lock (_lock)
            {
                return (_fromCache, _stale);
            }
        }
    }

    public long With(HttpStatusCode status)
    {
        lock (_lock)
        {
            return _statuses.GetValueOrDefault(status);
        }
    }

    /// <param name="cacheStatus">The answer's Cache-Status (RFC 9211); empty if it has none.</param>
    public void Note(int visitor, HttpStatusCode status, string cacheStatus)
    {
        var isStale = IsServed(status) && StaleSigns.Any(sign => cacheStatus.Contains(sign, StringComparison.Ordinal));
        var isFromCache = isStale || (IsServed(status) && CacheSigns.Any(sign => cacheStatus.Contains(sign, StringComparison.Ordinal)));
        lock (_lock)
        {
            _statuses[status] = _statuses.GetValueOrDefault(status) + 1;
            (IsServed(status) ? _served : _refused).Add(visitor);
            _fromCache += isFromCache ? 1 : 0;
            _stale += isStale ? 1 : 0;
        }
    }

    public void NoteUnanswered(string reason)
    {
        lock (_lock)
        {
            _unanswered.Add(reason);
        }
    }

    private static bool IsServed(HttpStatusCode status) => (int)status < 500;
}

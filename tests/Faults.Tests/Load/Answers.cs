using System.Net;

namespace Affluence.Faults.Tests.Load;

/// <summary>What visitors were answered: the only judge of what the figures must be. Thread-safe.</summary>
internal sealed class Answers
{
    private readonly Lock _lock = new();
    private readonly HashSet<int> _served = [];
    private readonly HashSet<int> _refused = [];
    private readonly Dictionary<HttpStatusCode, long> _statuses = [];
    private readonly List<string> _unanswered = [];

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

    public long With(HttpStatusCode status)
    {
        lock (_lock)
        {
            return _statuses.GetValueOrDefault(status);
        }
    }

    public void Note(int visitor, HttpStatusCode status)
    {
        lock (_lock)
        {
            _statuses[status] = _statuses.GetValueOrDefault(status) + 1;
            (IsServed(status) ? _served : _refused).Add(visitor);
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

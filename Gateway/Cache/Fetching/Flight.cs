using Affluence.Gateway.Cache.Storage;

namespace Affluence.Gateway.Cache.Fetching;

/// <summary>Requests that the site would answer alike: those of one key, whose fields are the same where its answers are known to vary.</summary>
internal readonly record struct FlightKey(CacheKey Key, string Variant);

/// <summary>
/// One request to the site for all who wait for it. Whoever made it may leave: it goes on as long as anybody waits, or as it is meant for the
/// store. Its outcome comes as soon as it is known that there is something for all, or nothing.
/// </summary>
internal sealed class Flight(FlightKey key, TimeSpan startedAt)
{
    private readonly TaskCompletionSource<FetchResult> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private HttpContext? _leader;
    private int _waiting;
    private bool _isKept;
    private bool _isRelaying;

    public FlightKey Key => key;

    public TimeSpan StartedAt => startedAt;

    public CancellationTokenSource Cancellation { get; } = new();

    public Task<FetchResult> Outcome => _outcome.Task;

    /// <summary>What it brings is outdated: something was changed or purged since it began.</summary>
    public bool IsOutdated { get; private set; }

    /// <summary>Ends when nothing more is done for it, relaying to its leader included.</summary>
    public Task Completion { get; set; } = Task.CompletedTask;

    public void Outdate() => IsOutdated = true;

    public void Land(FetchResult result) => _outcome.TrySetResult(result);

    /// <summary>Comes to wait.</summary>
    /// <param name="leader">Who made the request, to whom an answer for nobody else is relayed; null for all others.</param>
    public void Join(HttpContext? leader)
    {
        lock (_lock)
        {
            _waiting++;
            _leader ??= leader;
        }
    }

    /// <summary>Goes on without anybody waiting, because its answer is wanted for the store.</summary>
    public void Keep()
    {
        lock (_lock)
        {
            _isKept = true;
        }
    }

    /// <summary>No longer waits.</summary>
    /// <returns>False for a leader to whom an answer is being relayed: he can't leave before <see cref="Completion"/>.</returns>
    public bool TryLeave(HttpContext context)
    {
        lock (_lock)
        {
            if (_leader == context)
            {
                if (_isRelaying)
                {
                    return false;
                }

                _leader = null;
            }

            if (--_waiting == 0 && !_isKept && !Outcome.IsCompleted)
            {
                Cancellation.Cancel();
            }

            return true;
        }
    }

    /// <returns>The leader, who can no longer leave; null if he has.</returns>
    public HttpContext? TakeLeader()
    {
        lock (_lock)
        {
            _isRelaying = _leader is not null;
            return _leader;
        }
    }
}

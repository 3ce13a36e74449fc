namespace Affluence.Gateway.OriginLimit;

/// <summary>
/// The short queue before the site: first in, first out within a priority, bounded in length and time. Not thread-safe.
/// </summary>
/// <remarks>
/// A queue smooths a burst and must not become a standing one, which only makes everybody wait. While it was empty within the last
/// second, a request may wait for up to <see cref="LongestWait"/>; a queue that has stood for longer keeps requests for about
/// one answer time only. This is the rule of controlled delay (K. Nichols, V. Jacobson, RFC 8289) in the form that B. Maurer gives for servers
/// (Fail at Scale, ACM Queue 13-8, 2015).
/// </remarks>
/// <typeparam name="T">What waits.</typeparam>
/// <param name="capacity">Requests that may wait.</param>
internal sealed class OriginQueue<T>(int capacity)
    where T : class
{
    /// <summary>Longest time a request may wait before it is refused.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    /// <summary>How long a queue must have stood to be a standing one.</summary>
    private static readonly TimeSpan Standing = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ShortestPatience = TimeSpan.FromMilliseconds(10);

    private readonly LinkedList<(T Item, TimeSpan Since)>[] _waiting = [.. Enum.GetValues<RequestPriority>().Select(_ => new LinkedList<(T, TimeSpan)>())];
    private TimeSpan _emptyAt;

    public int Count { get; private set; }

    /// <summary>Puts a request at the end of its priority. Where the queue is full, the newest of the lowest priority below it gives way.</summary>
    /// <param name="item">The request.</param>
    /// <param name="priority">Its priority.</param>
    /// <param name="now">The moment.</param>
    /// <param name="displaced">Who gave way, or null.</param>
    /// <returns>The place, to be left by <see cref="Leave"/>; null if there was none.</returns>
    public LinkedListNode<(T Item, TimeSpan Since)>? Join(T item, RequestPriority priority, TimeSpan now, out T? displaced)
    {
        displaced = null;
        if (Count == 0)
        {
            _emptyAt = now;
        }

        if (Count >= capacity)
        {
            displaced = Displace(priority);
            if (displaced is null)
            {
                return null;
            }
        }

        Count++;
        return _waiting[(int)priority].AddLast((item, now));
    }

    /// <summary>Takes out a request whose client went away; nothing happens if it is out already.</summary>
    public void Leave(LinkedListNode<(T Item, TimeSpan Since)> place, TimeSpan now)
    {
        if (place.List is { } list)
        {
            list.Remove(place);
            Removed(now);
        }
    }

    /// <summary>Takes out the next request to go to the site.</summary>
    public T? Next(TimeSpan now)
    {
        foreach (var waiting in _waiting)
        {
            if (waiting.First is { } first)
            {
                waiting.RemoveFirst();
                Removed(now);
                return first.Value.Item;
            }
        }

        return null;
    }

    /// <summary>Takes out a request that has waited for as long as it may.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="answerTime">Usual time of an answer.</param>
    /// <returns>The request; null if all may wait on.</returns>
    public T? Overdue(TimeSpan now, TimeSpan answerTime)
    {
        var patience = Patience(now, answerTime);
        foreach (var waiting in _waiting)
        {
            if (waiting.First is { } first && now - first.Value.Since >= patience)
            {
                waiting.RemoveFirst();
                Removed(now);
                return first.Value.Item;
            }
        }

        return null;
    }

    /// <summary>How long a request may wait at present.</summary>
    public TimeSpan Patience(TimeSpan now, TimeSpan answerTime) =>
        Count > 0 && now - _emptyAt > Standing
            ? TimeSpan.FromTicks(Math.Clamp(answerTime.Ticks, ShortestPatience.Ticks, LongestWait.Ticks))
            : LongestWait;

    private T? Displace(RequestPriority priority)
    {
        for (var lowest = _waiting.Length - 1; lowest > (int)priority; lowest--)
        {
            if (_waiting[lowest].Last is { } last)
            {
                _waiting[lowest].RemoveLast();
                Count--;
                return last.Value.Item;
            }
        }

        return null;
    }

    private void Removed(TimeSpan now)
    {
        if (--Count == 0)
        {
            _emptyAt = now;
        }
    }
}

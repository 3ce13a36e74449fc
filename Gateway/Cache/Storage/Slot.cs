namespace Affluence.Gateway.Cache.Storage;

/// <summary>The place of one stored answer among all. What is in it can be replaced; how often it was asked for stays with the place.</summary>
internal sealed class Slot(CacheKey key, StoredResponse response)
{
    /// <summary>Enough to tell what is asked for again and again from what was asked for once (S3-FIFO counts to 3).</summary>
    private const int MostUses = 3;

    private StoredResponse _response = response;
    private int _uses;
    private long _requests;

    public CacheKey Key => key;

    public StoredResponse Response
    {
        get => Volatile.Read(ref _response);
        set => Volatile.Write(ref _response, value);
    }

    /// <summary>Bytes that it is counted with; those of <see cref="Response"/> when it was put in.</summary>
    public long Bytes { get; set; } = response.Bytes;

    public int Uses => _uses;

    /// <summary>How often it was asked for since it was put in.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Its place in one of the store's queues; null when it is in none any more.</summary>
    public LinkedListNode<Slot>? Place { get; set; }

    /// <summary>Its place among the queries of its path.</summary>
    public LinkedListNode<Slot>? PlaceInPath { get; set; }

    /// <summary>Racing requests may lose each other's count, which decides no more than who is evicted first.</summary>
    public void Touch()
    {
        Interlocked.Increment(ref _requests);
        if (_uses < MostUses)
        {
            _uses++;
        }
    }

    public void Age() => _uses = Math.Max(0, _uses - 1);
}

using System.Globalization;
using Affluence.Counter.V1;
using Affluence.Geo.V1;
using Affluence.Hits;
using Grpc.Core;

namespace Affluence.Simulator.Recording;

/// <summary>
/// Plays hits of any past time into the counter, by its public contract: locates them, makes pseudonyms, sorts them into buckets, and sends
/// each bucket when it is closed. A bucket is sent whole under a name that does not depend on the run, so whatever is played twice, or
/// begun again after a fault, changes nothing. Not thread-safe.
/// </summary>
public sealed class HitRecorder : IAsyncDisposable
{
    private readonly RecordingSettings _settings;
    private readonly RecordingChannels? _ownChannels;
    private readonly VisitorCounterService.VisitorCounterServiceClient _counter;
    private readonly ServiceCalls _calls;
    private readonly IdentityDays _identities;
    private readonly CountryQueries _queries;
    private readonly CountrySource _countries;
    private readonly VisitorHasher _hasher;
    private readonly SortedDictionary<Bucket, BucketTally> _open = [];
    private readonly List<Task> _sending = [];
    private readonly CancellationTokenSource _stopping = new();

    private string _writerId;
    private BucketTally? _lastUsed;
    private Bucket _closedUpTo = Bucket.FromNumber(long.MinValue);
    private int _generation;
    private string? _storeId;

    /// <param name="channels">To where the settings say, shared with other recorders; null for ones of its own.</param>
    public HitRecorder(RecordingSettings settings, TimeProvider time, RecordingChannels? channels = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.WriterId.Length, RecordingSettings.MaxWriterIdLength);
        _settings = settings;
        _writerId = settings.WriterId;
        _ownChannels = channels is null ? new RecordingChannels(settings.Counter, settings.Geo) : null;
        channels ??= _ownChannels!;
        var counter = settings.Token?.AddTo(channels.Counter.CreateCallInvoker()) ?? channels.Counter.CreateCallInvoker();
        _counter = new VisitorCounterService.VisitorCounterServiceClient(counter);
        _calls = new ServiceCalls(settings.CallTimeout, settings.Patience, Ledger, time);
        _identities = new IdentityDays(new IdentityService.IdentityServiceClient(counter), _calls, CounterName, settings.Keys);
        _queries = new CountryQueries(
            new GeolocationService.GeolocationServiceClient(channels.Geo), _calls, $"GeoService ({settings.Geo})");
        _countries = new CountrySource(_queries);
        _hasher = new VisitorHasher(settings.SiteId);
    }

    public RecordingLedger Ledger { get; } = new();

    /// <summary>What pseudonyms are made with.</summary>
    public VisitorHasher Hasher => _hasher;

    /// <summary>Called from any thread when the counter has acknowledged the whole of a bucket, with the <c>store_id</c> it told.</summary>
    public Action<Bucket, string>? BucketAcknowledged { get; init; }

    private string CounterName => $"The counter ({_settings.Counter})";

    /// <summary>Asks GeoService, as for the hits themselves.</summary>
    /// <exception cref="RecordingException">GeoService refused or did not answer.</exception>
    public Task<CountryCode[]> LocateAsync(IReadOnlyList<NetworkAddress> addresses, CancellationToken cancellationToken) =>
        _countries.LocateAsync(addresses, cancellationToken);

    /// <summary>As the other, but from any thread, and without a memory: for many addresses that are hardly asked for twice.</summary>
    /// <param name="countries">Receives the answers, in the order of the addresses.</param>
    /// <exception cref="RecordingException">GeoService refused or did not answer.</exception>
    public Task LocateAsync(ReadOnlyMemory<NetworkAddress> addresses, Memory<CountryCode> countries, CancellationToken cancellationToken) =>
        _queries.LocateAsync(addresses, countries, cancellationToken);

    /// <summary>The identities that a bucket is written under, one or two; from any thread.</summary>
    /// <exception cref="RecordingException">The counter refused or did not answer.</exception>
    public ValueTask<IReadOnlyList<VisitorIdentity>> IdentitiesAsync(Bucket bucket, CancellationToken cancellationToken) =>
        _identities.ForAsync(bucket, cancellationToken);

    /// <summary>Asks the counter what it holds, so that what it has acknowledged before need not be sent again.</summary>
    /// <exception cref="RecordingException">The counter refused or did not answer.</exception>
    public async Task<TouchedMinutes> ReadTouchedMinutesAsync(CancellationToken cancellationToken)
    {
        var response = await _calls.AskAsync(
            CounterName, options => _counter.ListTouchedMinutesAsync(new ListTouchedMinutesRequest(), options), cancellationToken);
        return new TouchedMinutes(response.StoreId, response.Minutes.Select(minute => minute.Start.ToDateTimeOffset()).ToHashSet());
    }

    /// <summary>Takes in hits of any buckets, in any order, and asks GeoService where they came from.</summary>
    /// <exception cref="RecordingException">A service refused or did not answer, for these hits or for ones taken in before.</exception>
    public async Task RecordAsync(IReadOnlyList<Hit> hits, CancellationToken cancellationToken) =>
        await RecordAsync(hits, await _countries.LocateAsync(hits, cancellationToken), cancellationToken);

    /// <summary>Takes in hits of which the country is known.</summary>
    /// <param name="countries">In the order of the hits.</param>
    /// <exception cref="RecordingException">A service refused or did not answer, for these hits or for ones taken in before.</exception>
    public async Task RecordAsync(IReadOnlyList<Hit> hits, IReadOnlyList<CountryCode> countries, CancellationToken cancellationToken)
    {
        for (var index = 0; index < hits.Count; index++)
        {
            var hit = hits[index];
            if (_lastUsed?.Bucket != hit.Bucket)
            {
                await OpenAsync(hit.Bucket, cancellationToken);
            }

            _lastUsed!.Add(hit, countries[index], default);
        }

        Ledger.Took(hits.Count);
    }

    /// <summary>Takes in hits whose visitors are pseudonyms already, under <see cref="IdentitiesAsync"/>.</summary>
    /// <exception cref="RecordingException">A service refused or did not answer, for these hits or for ones taken in before.</exception>
    public async ValueTask RecordAsync(ReadOnlyMemory<PseudonymousHit> hits, CancellationToken cancellationToken)
    {
        for (var index = 0; index < hits.Length;)
        {
            await OpenAsync(hits.Span[index].Bucket, cancellationToken);
            index += AddToLastUsed(hits.Span[index..]);
        }

        Ledger.Took(hits.Length);
    }

    /// <summary>Opens a bucket even if no hit should come: it is then recorded as empty, since silence must not look like absence.</summary>
    public async Task OpenAsync(Bucket bucket, CancellationToken cancellationToken)
    {
        if (_open.TryGetValue(bucket, out _lastUsed))
        {
            return;
        }

        if (_open.Count >= _settings.MaxOpenBuckets)
        {
            await CloseAsync(_open.First().Value, cancellationToken);
        }

        if (bucket <= _closedUpTo)
        {
            // It may have been sent already. Totals that begin again at zero under the same name would lose to the larger ones, so what is
            // taken in from here on has another name; the same hits in the same order get the same names.
            _generation++;
            _closedUpTo = Bucket.FromNumber(long.MinValue);
        }

        var name = _generation == 0 ? _writerId : string.Create(CultureInfo.InvariantCulture, $"{_writerId}.{_generation}");
        var tally = new BucketTally(name, bucket, await _identities.ForAsync(bucket, cancellationToken), _hasher);
        _open.Add(bucket, tally);
        _lastUsed = tally;
    }

    /// <summary>Sends the open buckets before one; hits of theirs that should come later are recorded under another name.</summary>
    /// <returns>When they are on their way, not when they are acknowledged.</returns>
    /// <exception cref="RecordingException">A service refused or did not answer.</exception>
    public async Task CloseBeforeAsync(Bucket bucket, CancellationToken cancellationToken)
    {
        while (_open.Count > 0 && _open.First() is var (oldest, tally) && oldest < bucket)
        {
            await CloseAsync(tally, cancellationToken);
        }
    }

    /// <summary>Sends all that is open, and records what is taken in from here on under another name.</summary>
    /// <param name="writerId">As <see cref="RecordingSettings.WriterId"/>.</param>
    /// <exception cref="RecordingException">A service refused or did not answer.</exception>
    public async Task UseWriterAsync(string writerId, CancellationToken cancellationToken)
    {
        await CloseBeforeAsync(Bucket.FromNumber(long.MaxValue), cancellationToken);
        (_writerId, _generation, _closedUpTo) = (writerId, 0, Bucket.FromNumber(long.MinValue));
    }

    /// <summary>Waits until the counter has acknowledged every bucket that is closed.</summary>
    /// <exception cref="RecordingException">A service refused or did not answer.</exception>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        while (_sending.Count > 0)
        {
            await AwaitOneAsync(cancellationToken);
        }
    }

    /// <summary>Sends all that is open, and waits until the counter has acknowledged everything.</summary>
    /// <exception cref="RecordingException">A service refused or did not answer.</exception>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await CloseBeforeAsync(Bucket.FromNumber(long.MaxValue), cancellationToken);
        await SettleAsync(cancellationToken);
        if (Ledger.Taken != Ledger.Acknowledged)
        {
            throw new InvalidOperationException($"{Ledger.Taken} hits were taken in and {Ledger.Acknowledged} acknowledged.");
        }
    }

    /// <summary>After a fault: waits for what is on its way too, if the fault is that nothing may be recorded by this token, as will be said of it all.</summary>
    public async Task SettleRefusedAsync(RecordingException fault)
    {
        foreach (var sending in IsForToken(fault) ? _sending : [])
        {
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Gives up what is not sent yet.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var sending in _sending)
        {
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _ownChannels?.Dispose();
        _stopping.Dispose();
    }

    /// <returns>How many of the hits, from the first on, were of the bucket that was used last.</returns>
    private int AddToLastUsed(ReadOnlySpan<PseudonymousHit> hits)
    {
        var tally = _lastUsed!;
        var count = 0;
        while (count < hits.Length && hits[count].Bucket == tally.Bucket)
        {
            tally.Add(hits[count++]);
        }

        return count;
    }

    private async Task CloseAsync(BucketTally tally, CancellationToken cancellationToken)
    {
        while (_sending.Count >= _settings.Concurrency)
        {
            await AwaitOneAsync(cancellationToken);
        }

        _open.Remove(tally.Bucket);
        _lastUsed = null;
        _closedUpTo = tally.Bucket > _closedUpTo ? tally.Bucket : _closedUpTo;
        Ledger.BeganBucket();

        // Apart from the caller, who makes the next hits meanwhile.
        _sending.Add(Task.Run(() => SendAsync(tally, _stopping.Token), CancellationToken.None));
    }

    private async Task AwaitOneAsync(CancellationToken cancellationToken)
    {
        var done = await Task.WhenAny(_sending).WaitAsync(cancellationToken);
        _sending.Remove(done);
        await done;
    }

    private async Task SendAsync(BucketTally tally, CancellationToken cancellationToken)
    {
        long hits = 0;
        foreach (var batch in tally.TakeBatches())
        {
            foreach (var request in RecordRequests.From(batch))
            {
                request.Source = _settings.Source;
                NoteStore((await RecordAsync(request, cancellationToken)).StoreId);
                Ledger.AcknowledgedRecord();
            }

            hits += batch.Hits;
        }

        Ledger.AcknowledgedBucket(hits);
        BucketAcknowledged?.Invoke(tally.Bucket, _storeId!);
    }

    private async Task<RecordResponse> RecordAsync(RecordRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await _calls.AskAsync(CounterName, options => _counter.RecordAsync(request, options), cancellationToken);
        }
        catch (RecordingException exception) when (IsForToken(exception))
        {
            Ledger.RefusedBucket();
            throw;
        }
    }

    private static bool IsForToken(RecordingException exception) =>
        exception.InnerException is RpcException { StatusCode: StatusCode.Unauthenticated or StatusCode.PermissionDenied };

    private void NoteStore(string storeId)
    {
        var before = Interlocked.CompareExchange(ref _storeId, storeId, null);
        if (before is not null && before != storeId)
        {
            throw new RecordingException(
                $"The store behind {_settings.Counter} changed from {before} to {storeId}: it may have lost what it had acknowledged. " +
                "Run the same command again; what is there already is not counted twice.");
        }
    }
}

using Affluence.Counter.V1;
using Affluence.Testing;
using Grpc.Core;

namespace Affluence.Counter.Tests.Fakes;

/// <summary>
/// Keeps the gateway's promise: it sends a record until it is acknowledged, and once more when the memory of the store that acknowledged
/// it within the last quarter of an hour is another now: on a machine that is busy, what takes seconds takes minutes.
/// </summary>
internal sealed class PatientWriter(string id, CounterHost host)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly List<Sent> _sent = [];
    private string? _storeId;

    public IEnumerable<RecordRequest> Records => _sent.Select(sent => sent.Record);

    /// <summary>Records that were sent again after they had been acknowledged.</summary>
    public int Resent { get; private set; }

    /// <summary>Which memory has all page views that were sent, and how many; null while some are owed.</summary>
    public (string StoreId, ulong PageViews)? Settled
    {
        get
        {
            lock (_gate)
            {
                return _storeId is null || _sent.Exists(sent => sent.StoreId != _storeId)
                    ? null
                    : (_storeId, _sent.Aggregate(0ul, (sum, sent) => sum + sent.PageViews));
            }
        }
    }

    /// <summary>Sends a record, and whatever is owed again by then.</summary>
    /// <exception cref="TimeoutException">Nothing was acknowledged for too long.</exception>
    public async Task SendAsync(RecordRequest record)
    {
        lock (_gate)
        {
            _sent.Add(new Sent(record.By(id)));
        }

        var progress = TimeProvider.System.GetTimestamp();
        while (Owed() is { } owed)
        {
            try
            {
                Acknowledge(owed, (await host.RecordAsync(owed.Record)).StoreId);
                progress = TimeProvider.System.GetTimestamp();
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
            {
                if (TimeProvider.System.GetElapsedTime(progress) > Eventually.Limit)
                {
                    throw new TimeoutException($"{id} is not acknowledged any more: {exception.Status.Detail}", exception);
                }

                await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }
    }

    private Sent? Owed() => _sent.Find(sent => sent.StoreId is null
        || (sent.StoreId != _storeId && TimeProvider.System.GetElapsedTime(sent.AcknowledgedAt) <= Kept));

    private void Acknowledge(Sent sent, string storeId)
    {
        lock (_gate)
        {
            Resent += sent.StoreId is null ? 0 : 1;
            (sent.StoreId, sent.AcknowledgedAt, _storeId) = (storeId, TimeProvider.System.GetTimestamp(), storeId);
        }
    }

    private sealed class Sent(RecordRequest record)
    {
        public RecordRequest Record { get; } = record;

        public ulong PageViews { get; } = record.Countries.Aggregate(0ul, (sum, country) => sum + country.ServedPageViews);

        public string? StoreId { get; set; }

        public long AcknowledgedAt { get; set; }
    }
}

using Affluence.Counter.V1;

namespace Affluence.DiscardingCounter;

/// <summary>Counts what came, so that a run can be seen to have sent everything.</summary>
internal sealed class Received
{
    private long _records;
    private long _requests;
    private long _visitors;

    public void Add(RecordRequest request)
    {
        Interlocked.Increment(ref _records);
        foreach (var country in request.Countries)
        {
            Interlocked.Add(ref _requests, (long)country.Requests);
            Interlocked.Add(ref _visitors, country.ServedVisitors.Count);
        }
    }

    public override string ToString() => FormattableString.Invariant(
        $"{Interlocked.Read(ref _records)} records, {Interlocked.Read(ref _requests)} requests, {Interlocked.Read(ref _visitors)} served visitors by bucket");
}

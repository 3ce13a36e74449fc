using Affluence.Admission.V1;
using Affluence.Report.Room;
using Affluence.Report.Snapshots;
using Affluence.ServiceDefaults;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Affluence.Report.Fairness;

/// <summary>
/// Reads and compares, one range at a time: whoever asks for many keeps one core busy at most, and those who ask for the same range within a minute share
/// the answer.
/// </summary>
internal sealed class FairnessReader(
    ArrivalReader arrivals, AdmissionService.AdmissionServiceClient client, IOptions<ReportOptions> options, TimeProvider time) : IDisposable
{
    // Many who ask while the counter is away would else wait one after another.
    private static readonly TimeSpan FailureHolds = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1);
    private (FairnessRange Range, FairnessReading Reading, DateTimeOffset Until)? _last;

    public void Dispose() => _turn.Dispose();

    /// <param name="range">Minutes of arrival. What became of those who came then is followed up to the last whole minute, whenever the range ends.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    public async Task<FairnessReading> ReadAsync(FairnessRange range, CancellationToken cancellationToken)
    {
        var asOf = MinuteRange.WholeMinute(time.GetUtcNow());
        if (range.From >= asOf)
        {
            return new FairnessReading(asOf, null, "These minutes have not begun.");
        }

        if (range.From < asOf - ArrivalReader.Retention)
        {
            return new FairnessReading(asOf, null, $"The counter keeps what became of arrivals for {ArrivalReader.Retention.TotalHours:0} hours, and these came before.");
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_last is not { } last || last.Range != range || last.Reading.AsOf != asOf || time.GetUtcNow() >= last.Until)
            {
                _last = last = (range, await AskAsync(range, asOf, cancellationToken), DateTimeOffset.MaxValue);
            }

            return last.Reading;
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            var failure = new FairnessReading(asOf, null, $"The counter did not tell of the waiting room ({exception.StatusCode}).");
            _last = (range, failure, time.GetUtcNow() + FailureHolds);
            return failure;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<FairnessReading> AskAsync(FairnessRange range, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        var pieces = await arrivals.ReadAsync(range.From, range.To, asOf, cancellationToken);
        ArrivalCohort[] cohorts = [.. pieces.SelectMany(piece => piece.Cohorts)];
        if (cohorts.Length > 0)
        {
            return new FairnessReading(asOf, await Task.Run(() => FairnessComposer.Compose(cohorts, asOf), cancellationToken), null);
        }

        var room = await client.GetRoomAsync(new GetRoomRequest(), ServiceClients.Within(options.Value.CounterDeadline, cancellationToken));
        return new FairnessReading(
            asOf,
            null,
            room.State?.OpenedAt is { Seconds: > 0 } ? "Nobody was given a place in the waiting room in these minutes." : "The waiting room was never open.");
    }
}

using Affluence.Admission.V1;
using Affluence.Report.Snapshots;
using Affluence.ServiceDefaults;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Affluence.Report.Room;

/// <summary>
/// Asks the counter what became of those who came to the waiting room, hour by hour: a day of them, from everywhere, is more than an answer may hold. Little
/// changes of those who came hours ago, and who asks every two seconds is told of them anew once a minute.
/// </summary>
internal sealed class ArrivalReader(AdmissionService.AdmissionServiceClient client, IOptions<ReportOptions> options)
{
    /// <summary>The counter tells of a day at once.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1_440);

    /// <summary>The counter keeps what became of arrivals for so long.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(48);

    private static readonly TimeSpan Piece = TimeSpan.FromHours(1);
    private static readonly TimeSpan Recent = TimeSpan.FromHours(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<(DateTimeOffset From, DateTimeOffset To), ArrivalPiece> _kept = [];
    private DateTimeOffset _keptAsOf = DateTimeOffset.MinValue;

    /// <param name="from">First minute of arrival.</param>
    /// <param name="to">The minute after the last.</param>
    /// <param name="asOf">What happened later is left out; of those who came hours before, what happened in the minute that runs then too.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    /// <exception cref="RpcException">The counter did not tell.</exception>
    public async Task<IReadOnlyList<ArrivalPiece>> ReadAsync(DateTimeOffset from, DateTimeOffset to, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        var pieces = new List<ArrivalPiece>();
        for (var (start, end) = (from, EndOf(from)); start < to; (start, end) = (end, EndOf(end)))
        {
            var last = end < to ? end : to;
            pieces.Add(last <= asOf - Recent
                ? await FindAsync(start, last, MinuteRange.WholeMinute(asOf), cancellationToken)
                : await AskAsync(start, last, asOf, cancellationToken));
        }

        return pieces;
    }

    // At whole hours, so that a piece is the same for whoever begins in another minute.
    private static DateTimeOffset EndOf(DateTimeOffset start) => start.AddTicks(Piece.Ticks - (start.UtcTicks % Piece.Ticks));

    /// <summary>Kept is what was asked as of the newest minute alone: whoever composes an earlier one anew wants what has come late.</summary>
    private async Task<ArrivalPiece> FindAsync(DateTimeOffset from, DateTimeOffset to, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (asOf > _keptAsOf)
            {
                _kept.Clear();
                _keptAsOf = asOf;
            }

            if (asOf == _keptAsOf && _kept.TryGetValue((from, to), out var kept))
            {
                return kept;
            }
        }

        var piece = await AskAsync(from, to, asOf, cancellationToken);
        lock (_lock)
        {
            if (asOf == _keptAsOf)
            {
                _kept[(from, to)] = piece;
            }
        }

        return piece;
    }

    private async Task<ArrivalPiece> AskAsync(DateTimeOffset from, DateTimeOffset to, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        var request = new ListArrivalsRequest { From = Timestamp.FromDateTimeOffset(from), To = Timestamp.FromDateTimeOffset(to), AsOf = Timestamp.FromDateTimeOffset(asOf) };
        var answer = await client.ListArrivalsAsync(request, ServiceClients.Within(options.Value.CounterDeadline, cancellationToken));
        return new ArrivalPiece([.. answer.Minutes.SelectMany(minute => minute.Countries.Select(country => Read(minute.Start.ToDateTimeOffset(), country)))]);
    }

    private static ArrivalCohort Read(DateTimeOffset start, CountryArrivals country) => new(
        CountryCode.TryParse(country.CountryCode, out var code) ? code : CountryCode.Unknown,
        new RoomArrivals(start, (long)country.Joined, Sum(country.Waited), Sum(country.LetIn)));

    private static Dictionary<int, long> Sum(IEnumerable<WaitCount> waits) =>
        waits.GroupBy(wait => (int)wait.Minutes).ToDictionary(wait => wait.Key, wait => wait.Sum(count => (long)count.Tickets));
}

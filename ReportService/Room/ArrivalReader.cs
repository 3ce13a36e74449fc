using Affluence.Admission.V1;
using Affluence.ServiceDefaults;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Affluence.Report.Room;

/// <summary>Asks the counter what became of those who came to the waiting room.</summary>
internal sealed class ArrivalReader(AdmissionService.AdmissionServiceClient client, IOptions<ReportOptions> options)
{
    /// <summary>The counter tells of a day at once.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1_440);

    /// <summary>The counter keeps what became of arrivals for so long.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(48);

    /// <param name="from">First minute of arrival.</param>
    /// <param name="to">The minute after the last.</param>
    /// <param name="asOf">What happened later is left out.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    /// <exception cref="RpcException">The counter did not tell.</exception>
    public async Task<IReadOnlyList<ArrivalCohort>> ListAsync(DateTimeOffset from, DateTimeOffset to, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        var request = new ListArrivalsRequest { From = Timestamp.FromDateTimeOffset(from), To = Timestamp.FromDateTimeOffset(to), AsOf = Timestamp.FromDateTimeOffset(asOf) };
        var answer = await client.ListArrivalsAsync(request, ServiceClients.Within(options.Value.CounterDeadline, cancellationToken));
        return [.. answer.Minutes.SelectMany(minute => minute.Countries.Select(country => Read(minute.Start.ToDateTimeOffset(), country)))];
    }

    private static ArrivalCohort Read(DateTimeOffset start, CountryArrivals country) => new(
        CountryCode.TryParse(country.CountryCode, out var code) ? code : CountryCode.Unknown,
        new RoomArrivals(start, (long)country.Joined, Sum(country.Waited), Sum(country.LetIn)));

    private static Dictionary<int, long> Sum(IEnumerable<WaitCount> waits) =>
        waits.GroupBy(wait => (int)wait.Minutes).ToDictionary(wait => wait.Key, wait => wait.Sum(count => (long)count.Tickets));
}

using System.Collections.Concurrent;
using System.Net;
using Affluence.Counter.V1;
using Affluence.Geo.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Affluence.Simulator.Tests.Fakes;

/// <summary>
/// Counter and GeoService on one port. Keeps what it is sent as the contract says: visitors as sets, totals as the largest per writer.
/// Identity days begin at 04:00 UTC. 1.x.x.x is in AU, 2.x.x.x in FR and 3.x.x.x in US; everything else is unknown.
/// </summary>
internal sealed class FakeServices : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<RecordRequest> _records = new();
    private int _takenUntilRefusal;
    private int _refused;
    private int _located;

    private FakeServices()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(this);
        builder.Services.AddGrpc();
        _app = builder.Build();
        _app.MapGrpcService<Counter>();
        _app.MapGrpcService<Identities>();
        _app.MapGrpcService<Geo>();
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>The status to refuse records with; OK takes them.</summary>
    public StatusCode Answer { get; set; }

    /// <summary>How many records more are refused with <see cref="Answer"/>; then they are taken.</summary>
    public int RefusalsLeft { get; set; } = int.MaxValue;

    /// <summary>Takes so many records more, and then refuses all that come.</summary>
    public void RefuseAfter(int records, StatusCode answer)
    {
        _takenUntilRefusal = records;
        Answer = answer;
    }

    public Func<string> StoreId { get; set; } = () => "store";

    /// <summary>What the counter asks of a writer; null lets everybody in.</summary>
    public string? Token { get; set; }

    /// <summary>What to answer to retractions; OK retracts.</summary>
    public Status RetractAnswer { get; set; } = Status.DefaultSuccess;

    /// <summary>How many windows a retraction leaves as they are.</summary>
    public int Uncountable { get; set; }

    /// <summary>The sources that were retracted.</summary>
    public ConcurrentQueue<string> Retracted { get; } = new();

    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Addresses that were asked for.</summary>
    public int Located => Volatile.Read(ref _located);

    public IReadOnlyCollection<RecordRequest> Records => _records;

    public ulong Requests => Total(hits => hits.Requests);

    public ulong ServedPageViews => Total(hits => hits.ServedPageViews);

    public ulong Bots => Total(hits => hits.BotRequests);

    /// <summary>Forgets what it was sent, as a store that was started anew.</summary>
    public void Forget() => _records.Clear();

    public static async Task<FakeServices> StartAsync()
    {
        var services = new FakeServices();
        await services._app.StartAsync();
        services.Address = new Uri(services._app.Urls.Single());
        return services;
    }

    public IReadOnlySet<(string Country, ulong Visitor)> Served(uint? epoch = null) =>
        _records
            .Where(record => epoch is null || record.IdentityEpoch == epoch)
            .SelectMany(record => record.Countries)
            .SelectMany(hits => hits.ServedVisitors.Select(visitor => (hits.CountryCode, visitor)))
            .ToHashSet();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private ulong Total(Func<CountryHits, ulong> measure) =>
        _records
            .SelectMany(record => record.Countries.Select(hits => (Key: (record.WriterId, record.BucketStart, hits.CountryCode), Value: measure(hits))))
            .GroupBy(total => total.Key)
            .Aggregate(0UL, (sum, totals) => sum + totals.Max(total => total.Value));

    internal sealed class Counter(FakeServices services) : VisitorCounterService.VisitorCounterServiceBase
    {
        public override Task<RecordResponse> Record(RecordRequest request, ServerCallContext context)
        {
            if (services.Answer != StatusCode.OK && Interlocked.Decrement(ref services._takenUntilRefusal) < 0 && services.RefusalsLeft-- > 0)
            {
                Interlocked.Increment(ref services._refused);
                throw new RpcException(new Status(services.Answer, "bucket_start: refused by the test"));
            }

            if (services.Token is not null && context.RequestHeaders.GetValue("authorization") != $"Bearer {services.Token}")
            {
                throw new RpcException(new Status(StatusCode.Unauthenticated, "a token is wanted"));
            }

            services._records.Enqueue(request);
            return Task.FromResult(new RecordResponse { StoreId = services.StoreId() });
        }

        public override Task<RetractSourceResponse> RetractSource(RetractSourceRequest request, ServerCallContext context)
        {
            if (services.RetractAnswer.StatusCode != StatusCode.OK)
            {
                throw new RpcException(services.RetractAnswer);
            }

            services.Retracted.Enqueue(request.Source);
            var first = new DateTimeOffset(2016, 11, 9, 4, 0, 0, TimeSpan.Zero);
            return Task.FromResult(new RetractSourceResponse
            {
                Minutes = 1,
                FirstMinute = first.ToTimestamp(),
                LastMinute = first.ToTimestamp(),
                UncountableWindows = { Enumerable.Range(0, services.Uncountable).Select(minute => first.AddMinutes(minute).ToTimestamp()) },
                StoreId = services.StoreId(),
            });
        }

        public override Task<ListTouchedMinutesResponse> ListTouchedMinutes(ListTouchedMinutesRequest request, ServerCallContext context)
        {
            var minutes = services._records.Select(record => Bucket.Of(record.BucketStart.ToDateTimeOffset()).Minute).Distinct();
            var response = new ListTouchedMinutesResponse { StoreId = services.StoreId() };
            response.Minutes.AddRange(minutes.Select(minute => new TouchedMinute { Start = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeSeconds(minute * 60)) }));
            return Task.FromResult(response);
        }
    }

    internal sealed class Identities : IdentityService.IdentityServiceBase
    {
        private const int RotationHour = 4;

        public override Task<GetIdentityDaysResponse> GetIdentityDays(GetIdentityDaysRequest request, ServerCallContext context)
        {
            var at = request.At.ToDateTimeOffset();
            var today = (uint)(at.AddHours(-RotationHour) - DateTimeOffset.UnixEpoch).Days;
            var response = new GetIdentityDaysResponse();
            foreach (var day in new[] { today - 1, today, today + 1 }.Select(Day))
            {
                if (at < day.ValidUntil.ToDateTimeOffset() && day.ValidFrom.ToDateTimeOffset() <= at.AddHours(1))
                {
                    response.Days.Add(day);
                }
            }

            return Task.FromResult(response);
        }

        private static IdentityDay Day(uint epoch) => new()
        {
            Epoch = epoch,
            ValidFrom = DateTimeOffset.UnixEpoch.AddDays(epoch).AddHours(RotationHour).ToTimestamp(),
            ValidUntil = DateTimeOffset.UnixEpoch.AddDays(epoch + 1).AddHours(RotationHour).AddMinutes(30).ToTimestamp(),
        };
    }

    internal sealed class Geo(FakeServices services) : GeolocationService.GeolocationServiceBase
    {
        public override Task<LocateManyResponse> LocateMany(LocateManyRequest request, ServerCallContext context)
        {
            var codes = new byte[request.Addresses.Length / 8];
            Interlocked.Add(ref services._located, codes.Length / 2);
            for (var index = 0; index < codes.Length / 2; index++)
            {
                var country = request.Addresses[(index * 16) + 12] switch { 1 => "AU", 2 => "FR", 3 => "US", _ => "ZZ" };
                CountryCode.Parse(country).WriteAscii(codes.AsSpan(index * 2));
            }

            return Task.FromResult(new LocateManyResponse { CountryCodes = ByteString.CopyFrom(codes) });
        }
    }
}

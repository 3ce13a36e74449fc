using System.Globalization;
using Affluence.Counter;
using Affluence.Counter.V1;
using Affluence.ServiceDefaults;
using Affluence.Testing;
using Affluence.Testing.Stores;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Affluence.CounterBench;

/// <summary>A redis-server of its own, the service on a loopback socket in this process, and a client of it.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly RedisServer _redis;
    private readonly WebApplication _app;
    private readonly GrpcChannel _channel;
    private readonly ConnectionMultiplexer _raw;

    private Bench(RedisServer redis, WebApplication app, GrpcChannel channel, ConnectionMultiplexer raw)
    {
        (_redis, _app, _channel, _raw) = (redis, app, channel, raw);
        Counter = new VisitorCounterService.VisitorCounterServiceClient(channel.AsServices());
    }

    public VisitorCounterService.VisitorCounterServiceClient Counter { get; }

    public static async Task<Bench> StartAsync()
    {
        var redis = new RedisServer(persistent: false);
        await redis.StartAsync();
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Configuration["Management:Port"] = "0";
        builder.Configuration["ConnectionStrings:redis"] = redis.ConnectionString;
        builder.Configuration["Counter:StoreTimeout"] = "00:00:30";
        builder.Configuration["Counter:Identity:KeyDirectory"] = Path.Combine(redis.Folder, "identity-keys");
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults(ServiceEndpoint.Counter);
        builder.AddCounter();
        var app = builder.Build();
        app.MapCounter();
        await app.StartAsync();
        var address = app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { MaxReceiveMessageSize = null });
        return new Bench(redis, app, channel, await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",allowAdmin=true"));
    }

    /// <summary>used_memory, in bytes.</summary>
    public async Task<long> ReadMemoryAsync() => long.Parse(await ReadInfoAsync("memory", "used_memory"), CultureInfo.InvariantCulture);

    /// <summary>CPU time of redis-server so far, in seconds.</summary>
    public async Task<double> ReadProcessorTimeAsync() =>
        double.Parse(await ReadInfoAsync("cpu", "used_cpu_user"), CultureInfo.InvariantCulture)
        + double.Parse(await ReadInfoAsync("cpu", "used_cpu_sys"), CultureInfo.InvariantCulture);

    /// <summary>Takes away the buckets that would have expired, had the hour taken an hour.</summary>
    public async Task ExpireBucketsBeforeAsync(long bucket)
    {
        var database = _raw.GetDatabase();
        var expired = new List<RedisKey>();
        await foreach (var key in _raw.GetServers()[0].KeysAsync(pattern: "*:b:*", pageSize: 5000))
        {
            var text = key.ToString();
            if (long.Parse(text.AsSpan(text.LastIndexOf(':') + 1), CultureInfo.InvariantCulture) < bucket)
            {
                expired.Add(key);
            }
        }

        foreach (var chunk in expired.Chunk(5000))
        {
            await database.KeyDeleteAsync(chunk);
        }
    }

    public Task ResetStatisticsAsync() => _raw.GetServers()[0].ConfigResetStatisticsAsync();

    /// <summary>How often a command ran since the reset and how long it took, as <c>calls=…,usec=…,usec_per_call=…</c>.</summary>
    public Task<string> ReadStatisticsAsync(string command) => ReadInfoAsync("commandstats", $"cmdstat_{command}");

    public async Task<long> CountKeysAsync() => await _raw.GetServers()[0].DatabaseSizeAsync();

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _app.DisposeAsync();
        await _raw.DisposeAsync();
        await _redis.DisposeAsync();
    }

    private async Task<string> ReadInfoAsync(string section, string field) =>
        (await _raw.GetServers()[0].InfoAsync(section)).SelectMany(group => group).First(entry => entry.Key == field).Value;
}

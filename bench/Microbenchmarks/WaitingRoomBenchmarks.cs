using System.Net;
using Affluence.Admission;
using Affluence.Gateway;
using Affluence.Gateway.WaitingRoom;
using Affluence.Gateway.WaitingRoom.Answers;
using Affluence.Gateway.WaitingRoom.Tokens;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Affluence.Microbenchmarks;

/// <summary>What the waiting room costs a request of somebody inside, and of somebody who asks whether it is his turn. Without the connection.</summary>
[MemoryDiagnoser]
public class WaitingRoomBenchmarks
{
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly PassUse _use = new();
    private RoomTokens _tokens = null!;
    private RoomPage _page = null!;
    private RoomPresence _presence = null!;
    private string _pass = null!;
    private string _query = null!;
    private int _polls;

    [GlobalSetup]
    public void Prepare()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.AddGateway();
        var services = builder.Build().Services;
        services.GetRequiredService<RoomKeys>().Update([new VisitorIdentity(1, new byte[32], _now.AddDays(-1), _now.AddDays(1))], _now);
        services.GetRequiredService<RoomBoard>().Post(new RoomNotice(
            RoomState.Initial.Open(_now.AddMinutes(-5)),
            [.. Enumerable.Range(0, 30).Select(slot => (Bucket.FromNumber(Bucket.Of(_now).Number - 30 + slot), slot * 1_000, 1_000))],
            new WaitForecast(50, 40)));
        _tokens = services.GetRequiredService<RoomTokens>();
        _page = services.GetRequiredService<RoomPage>();
        _presence = services.GetRequiredService<RoomPresence>();
        _pass = _tokens.Write(new Pass(_now.AddMinutes(-5), _now.AddSeconds(-10), 7), _now)!;
        _query = $"?ticket={_tokens.Write(new Ticket(_now.AddMinutes(-1), 8, 20_000, 1), _now)}&lang=en&to=%2Fen%2Fapply";
    }

    [Benchmark]
    public bool CheckPass() => _tokens.TryReadPass(_pass, _now, out var pass) && _use.Use(pass.Id, default, TimeSpan.FromHours(1)) != PassVerdict.PassedOn;

    [Benchmark]
    public async Task<int> Poll()
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Path = RoomPage.Path;
        context.Request.QueryString = new QueryString(_query);
        context.Request.Headers.Accept = "text/html";
        context.Request.Headers.UserAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        await _page.AnswerAsync(context);
        if (++_polls % 10_000 == 0)
        {
            _presence.MoveTo(new Affluence.Admission.V1.ExchangeRequest());
        }

        return context.Response.StatusCode == 503 ? _polls : throw new InvalidOperationException("It was not told to wait.");
    }
}

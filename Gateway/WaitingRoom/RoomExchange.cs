using System.Security.Cryptography;
using Affluence.Admission;
using Affluence.Admission.V1;
using Affluence.Gateway.Identity;
using Affluence.Gateway.OriginLimit;
using Affluence.Gateway.WaitingRoom.Tokens;
using Affluence.ServiceDefaults;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.WaitingRoom;

/// <summary>
/// Tells the counter once a second who asked and what the site had to do, and is told who may go in. While the counter is away, the gateway lets in by itself:
/// in the order of arrival, at the pace that was last known, and only while its own limit has room.
/// </summary>
internal sealed partial class RoomExchange(
    AdmissionService.AdmissionServiceClient counter,
    RoomBoard board,
    RoomClock clock,
    RoomPresence presence,
    RoomKeys keys,
    IdentityRing ring,
    IdentityRefresher identities,
    OriginGate gate,
    IOptions<WaitingRoomOptions> options,
    TimeProvider time,
    ILogger<RoomExchange> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <summary>Silence of the counter after which the gateway goes by itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string _writer = $"room-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
    private readonly RoomLoad _load = new(gate);
    private readonly LonePace _pace = new();
    private long _heard = time.GetTimestamp();
    private long _turn;
    private bool _isAway;
    private bool _knowsYesterday;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Mode == WaitingRoomMode.Off)
        {
            return;
        }

        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await TurnAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The room must not stop the host, for then it would fail pages.
                Log.Faulted(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TurnAsync(CancellationToken stoppingToken)
    {
        await LearnKeysAsync(stoppingToken);
        _load.Note(clock.Now);
        var request = new ExchangeRequest { WriterId = _writer, Known = RoomStates.Write(board.Current.State) };
        _load.WriteTo(request);
        presence.MoveTo(request);
        var (sent, started) = (time.GetUtcNow(), time.GetTimestamp());
        try
        {
            var answer = await counter.ExchangeAsync(request, ServiceClients.Within(Deadline, stoppingToken));
            clock.Correct(sent, time.GetElapsedTime(started), answer.Now.ToDateTimeOffset());
            board.Post(NoticeOf(answer));
            _pace.Heard(board.Current.State, clock.Now);
            _heard = time.GetTimestamp();
            if (_isAway)
            {
                Log.Back(logger);
            }

            _isAway = false;
        }
        catch (RpcException exception) when (!stoppingToken.IsCancellationRequested)
        {
            presence.TakeBack(request);
            if (time.GetElapsedTime(_heard) >= Patience)
            {
                GoAlone(exception);
            }
        }

        _turn = time.GetTimestamp();
    }

    private void GoAlone(RpcException exception)
    {
        if (!_isAway)
        {
            Log.Away(logger, exception.StatusCode, exception.Status.Detail);
        }

        _isAway = true;
        var now = clock.Now;
        var decided = RoomOpening.Decide(board.Current.State, _load.ToReading(), now);
        board.Post(_pace.Advance(decided, now, _turn == 0 ? Period : time.GetElapsedTime(_turn), gate.Status));
    }

    /// <summary>Today's keys as they come, and once yesterday's, with which those are signed who wait since before the rotation.</summary>
    private async Task LearnKeysAsync(CancellationToken stoppingToken)
    {
        keys.Update(ring.All, time.GetUtcNow());
        if (_knowsYesterday || ring.All.Count == 0)
        {
            return;
        }

        try
        {
            keys.Update(await identities.AskAsync(time.GetUtcNow().AddDays(-1), stoppingToken), time.GetUtcNow());
            _knowsYesterday = true;
        }
        catch (RpcException exception) when (!stoppingToken.IsCancellationRequested)
        {
            Log.NoKeyOfYesterday(logger, exception.StatusCode, exception.Status.Detail);
        }
    }

    private static RoomNotice NoticeOf(ExchangeResponse answer)
    {
        var before = 0;
        return new RoomNotice(
            RoomStates.Read(answer.State),
            [.. answer.Waiting.Select(slot =>
            {
                var entry = (Bucket.Of(slot.Start.ToDateTimeOffset()), before, (int)slot.People);
                before += (int)slot.People;
                return entry;
            })],
            new WaitForecast(answer.Fastest, answer.Slowest));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The counter does not say who may go in ({StatusCode}: {Detail}); this gateway lets in by its own clock and limit, in order of arrival")]
        public static partial void Away(ILogger logger, StatusCode statusCode, string detail);

        [LoggerMessage(LogLevel.Information, "The counter says again who may go in")]
        public static partial void Back(ILogger logger);

        [LoggerMessage(LogLevel.Debug, "The secret of the last day is not to be had ({StatusCode}: {Detail}); tickets of before the rotation are new arrivals until it is")]
        public static partial void NoKeyOfYesterday(ILogger logger, StatusCode statusCode, string detail);

        [LoggerMessage(LogLevel.Error, "The waiting room missed a turn")]
        public static partial void Faulted(ILogger logger, Exception exception);
    }
}

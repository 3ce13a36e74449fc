using Affluence.Admission.V1;
using Affluence.Gateway.WaitingRoom;
using Affluence.Gateway.WaitingRoom.Answers;
using Affluence.Gateway.WaitingRoom.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Affluence.Gateway.Tests.WaitingRoom;

/// <summary>A gateway remembers nobody who waits.</summary>
[Collection(nameof(Alone))]
public sealed class RoomMemoryTests
{
    [Fact]
    public async Task TenTimesAsManyWait_TakesNoMoreMemory()
    {
        var now = TimeProvider.System.GetUtcNow();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.AddGateway();
        await using var app = builder.Build();
        app.Services.GetRequiredService<RoomKeys>().Update([new VisitorIdentity(1, new byte[32], now.AddDays(-1), now.AddDays(1))], now);
        app.Services.GetRequiredService<RoomBoard>().Post(Affluence.Admission.RoomState.Initial.Open(now.AddMinutes(-1)));
        var page = app.Services.GetRequiredService<RoomPage>();
        var presence = app.Services.GetRequiredService<RoomPresence>();

        var few = await JoinAsync(5_000);
        var many = await JoinAsync(50_000);

        Assert.InRange(many - few, long.MinValue, 1_000_000);

        async Task<long> JoinAsync(int tickets)
        {
            for (var ticket = 0; ticket < tickets; ticket++)
            {
                var context = new DefaultHttpContext();
                context.Request.Method = "GET";
                context.Request.Path = RoomPage.Path;
                context.Request.Headers.UserAgent = "Mozilla/5.0";
                context.Connection.RemoteIpAddress = new System.Net.IPAddress(0x01000000 + ticket);
                await page.AnswerAsync(context);
                Assert.Equal(StatusCodes.Status503ServiceUnavailable, context.Response.StatusCode);
                if (ticket % 5_000 == 0)
                {
                    // As the exchange does each second.
                    presence.MoveTo(new ExchangeRequest());
                }
            }

            presence.MoveTo(new ExchangeRequest());
            return GC.GetTotalMemory(forceFullCollection: true);
        }
    }
}

using Affluence.Report.Room;
using Affluence.ReportService.Tests.Fakes;

namespace Affluence.ReportService.Tests.Alerts;

/// <summary>That the waiting room opened and closed is told to real receivers over HTTP.</summary>
[Trait("Category", "Integration")]
public sealed class RoomAlertTests : IDisposable
{
    private static readonly DateTimeOffset Opened = AlertingHost.Start.AddMinutes(4).AddSeconds(20);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("affluence-room-alerts");

    [Fact]
    public async Task Room_OpensAndCloses_ToldOnceEach_AlsoByAReportThatWasRestarted()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using (var before = await AlertingHost.StartAsync(10.5, [receiver], _directory.FullName))
        {
            before.Save(4, RoomFigures.Closed);
            before.Save(5, Open(joined: 40, admitted: 10));
            before.Save(6, Open(joined: 90, admitted: 30));
            await before.ReceivedAsync(receiver, 1);
            await before.SettledAsync(webhook: 0);
        }

        await using var host = await AlertingHost.StartAsync(12, [receiver], _directory.FullName);
        host.Save(7, RoomFigures.Closed);
        host.Save(8, RoomFigures.Closed);
        var messages = await host.ReceivedAsync(receiver, 2);

        Assert.Equal(["room-20161109T030420Z-opened", "room-20161109T030420Z-closed"], messages.Select(message => message.Id));
        Assert.Equal(["roomOpened", "roomClosed"], messages.Select(message => message.Kind));
        Assert.All(messages, message => Assert.True(message.IsSignedWith(WebhookReceiver.Secret)));
        var (opened, closed) = (messages[0].Json, messages[1].Json);
        Assert.Equal(("2016-11-08T22:04:20-05:00", null, "2016-11-08T22:05:00-05:00"), ((string?)opened["since"], (string?)opened["until"], (string?)opened["at"]));
        Assert.Equal((40, 30), ((long)opened["room"]!["joined"]!, (long)opened["room"]!["waiting"]!));
        Assert.Equal(("2016-11-08T22:07:00-05:00", "ordinary"), ((string?)closed["until"], (string?)closed["endedBy"]));
        Assert.Equal((90, 30), ((long)closed["room"]!["joined"]!, (long)closed["room"]!["admitted"]!));
        Assert.Equal("room-20161109T030420Z", (string?)closed["roomId"]);
        Assert.Equal(2, (await host.ListAsync()).Count);
    }

    [Fact]
    public async Task Room_NotKnownForAWhile_IsNotSaidToBeClosed()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await AlertingHost.StartAsync(10.5, [receiver]);
        host.Save(5, Open(joined: 40, admitted: 10));
        host.Save(6, room: null);
        host.Save(8, Open(joined: 90, admitted: 30));
        host.Save(9, "1");
        var messages = await host.ReceivedAsync(receiver, 2);

        Assert.Equal(["roomOpened", "roomClosed"], messages.Select(message => message.Kind));
        Assert.Equal("2016-11-08T22:09:00-05:00", (string?)messages[1].Json["until"]);
    }

    [Fact]
    public async Task Room_ClosedAndOpenedWithinAMinute_IsTwoOpenings()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await AlertingHost.StartAsync(10.5, [receiver]);
        host.Save(5, Open(joined: 40, admitted: 10));
        host.Save(6, Open(joined: 1, admitted: 0) with { OpenSince = Opened.AddSeconds(80) });

        var messages = await host.ReceivedAsync(receiver, 3);

        Assert.Equal(
            ["room-20161109T030420Z-closed", "room-20161109T030420Z-opened", "room-20161109T030540Z-opened"],
            messages.Select(message => message.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Minute_ThatComesLate_ChangesNothingThatWasTold()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await AlertingHost.StartAsync(10.5, [receiver]);
        host.Save(6, Open(joined: 90, admitted: 30));
        host.Save(7, RoomFigures.Closed);
        await host.ReceivedAsync(receiver, 2);

        host.Save(5, Open(joined: 40, admitted: 10));
        host.Save(9, "3333");
        var messages = await host.ReceivedAsync(receiver, 3);

        Assert.Equal("surgeBegan", messages[2].Kind);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static RoomFigures Open(long joined, long admitted) => new(Opened, joined, admitted, joined - admitted, GaveUp: 0, []);
}

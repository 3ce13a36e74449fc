using System.Text.Json.Nodes;
using Affluence.Report.Alerts;
using Affluence.Report.History;
using Affluence.Report.Room;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Affluence.ReportService.Tests.Fakes;

/// <summary>A report whose minutes the test puts on record itself, and receivers that it alerts.</summary>
internal sealed class AlertingHost : IAsyncDisposable
{
    /// <summary>22:00 on the night of the election; minutes are counted from here.</summary>
    public static readonly DateTimeOffset Start = new(2016, 11, 9, 3, 0, 0, TimeSpan.Zero);

    private AlertingHost(ReportHost report) => Report = report;

    public ReportHost Report { get; }

    private SnapshotHistory History => Report.Services.GetRequiredService<SnapshotHistory>();

    /// <param name="minute">Where the clock stands, from 22:00 on.</param>
    /// <param name="directory">Of a report before a restart; null: a new one.</param>
    public static async Task<AlertingHost> StartAsync(
        double minute, IReadOnlyList<WebhookReceiver> receivers, string? directory = null, params (string Key, string Value)[] settings)
    {
        var webhooks = receivers.SelectMany((receiver, index) => ((string Key, string Value)[])
        [
            ($"Report:Alerts:Webhooks:{index}:Url", receiver.Url),
            ($"Report:Alerts:Webhooks:{index}:Name", $"receiver {index}"),
            ($"Report:Alerts:Webhooks:{index}:Secret", WebhookReceiver.Secret),
            ($"Report:Alerts:Webhooks:{index}:AllowPrivateNetworks", "true"),
        ]);
        return new AlertingHost(await ReportHost.StartAsync(
            counter => counter.Failure = StatusCode.ResourceExhausted, Start.AddMinutes(minute), directory, [.. webhooks, .. settings]));
    }

    /// <summary>Puts minutes on record; see <see cref="StoredMinutes"/>.</summary>
    public void Save(int minute, string minutes, string refused = "") => StoredMinutes.Save(History, Start.AddMinutes(minute), minutes, refused);

    /// <summary>Puts a minute on record with the waiting room at its end; null: not known.</summary>
    public void Save(int minute, RoomFigures? room) => StoredMinutes.Save(History, Start.AddMinutes(minute), room);

    /// <summary>Turns the clock on until a receiver has got so many messages, and gives them.</summary>
    public async Task<IReadOnlyList<WebhookReceiver.Message>> ReceivedAsync(WebhookReceiver receiver, int count)
    {
        await Report.TurnUntilAsync(() => receiver.Messages.Count >= count);
        Assert.Equal(count, receiver.Messages.Count);
        return receiver.Messages;
    }

    /// <summary>What operators are told, newest first.</summary>
    public async Task<JsonArray> ListAsync() => (await Report.GetJsonAsync("/api/v1/alerts"))["alerts"]!.AsArray();

    /// <summary>
    /// Turns the clock on until the newest alert's delivery to a webhook is settled, and gives it. What a receiver got is not yet known to have been
    /// delivered: a report that is stopped in between delivers it again.
    /// </summary>
    public async Task<JsonNode> SettledAsync(int webhook)
    {
        await Report.TurnUntilAsync(() => NewestDelivery(webhook) is { State: not DeliveryState.Pending });
        return (await ListAsync())[0]!["deliveries"]![webhook]!;
    }

    public Delivery? NewestDelivery(int webhook) =>
        Report.Services.GetRequiredService<AlertStore>().List(1, AlertPlace.Top) is [{ Alert.Deliveries: var deliveries }] ? deliveries[webhook] : null;

    public ValueTask DisposeAsync() => Report.DisposeAsync();
}

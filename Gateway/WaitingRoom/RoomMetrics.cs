using System.Diagnostics.Metrics;

namespace Affluence.Gateway.WaitingRoom;

/// <summary>The waiting room at this gateway.</summary>
internal sealed class RoomMetrics
{
    private readonly Counter<long> _joined;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _polls;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _waits;

    public RoomMetrics(IMeterFactory meters, RoomBoard board, RoomPresence presence, RoomClock clock)
    {
        var meter = meters.Create(GatewayTelemetry.Name);
        _joined = meter.CreateCounter<long>("affluence.gateway.room.joined", "{ticket}", "Tickets given out.");
        _sent = meter.CreateCounter<long>("affluence.gateway.room.sent_to_wait", "{request}", "Requests for pages of the site that were answered with the waiting page.");
        _polls = meter.CreateCounter<long>("affluence.gateway.room.polls", "{request}", "Requests for the waiting page itself.");
        _refused = meter.CreateCounter<long>(
            "affluence.gateway.room.refused_tokens", "{token}", "Tickets and passes that were none or were not let count, by why. Their owners are new arrivals.");
        _waits = meter.CreateHistogram<double>("affluence.gateway.room.wait", "s", "How long those waited who were let in.");
        meter.CreateObservableUpDownCounter("affluence.gateway.room.open", () => board.Current.State.IsOpen ? 1 : 0, "{room}", "1 while the waiting room is open.");
        meter.CreateObservableUpDownCounter("affluence.gateway.room.waiting", () => board.Current.Waiting, "{visitor}", "People who wait, at all gateways together; an estimate.");
        meter.CreateObservableUpDownCounter("affluence.gateway.room.target", () => board.Current.State.Step.Target, "{visitor}", "People that may be inside.");
        meter.CreateObservableCounter(
            "affluence.gateway.room.untold", () => presence.Dropped, "{ticket}", "Tickets and passes that asked and were not told to the counter, since there were too many.");
        meter.CreateObservableGauge("affluence.gateway.room.clock_difference", () => clock.Difference.TotalSeconds, "s", "How far the counter's clock is ahead of this machine's.");
    }

    public void Joined() => _joined.Add(1);

    public void SentToWait() => _sent.Add(1);

    public void Polled() => _polls.Add(1);

    public void TokenRefused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void LetIn(TimeSpan wait) => _waits.Record(Math.Max(0, wait.TotalSeconds));
}

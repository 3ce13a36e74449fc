using FsCheck;
using FsCheck.Fluent;

namespace Affluence.Admission.Tests;

/// <summary>The model: any order of joins, polls, leaves, replays, losses and restarts, with two gateways and three controllers that hear of each other late or never.</summary>
public sealed class RoomStateTests
{
    private static readonly DateTimeOffset Start = RushSimulation.Start;

    private static readonly Gen<RoomState> AnyState =
        from frontier in Instant
        from opened in Instant
        from closed in Instant
        from order in (from kind in Gen.Elements(Enum.GetValues<RoomOrderKind>()) from at in Instant from given in Instant select new RoomOrder(kind, at, given))
        from step in (from second in Gen.Choose(0, 9) from target in Gen.Choose(0, 9) from at in Instant select new AdmissionStep(second, target, 0, at, 0))
        select new RoomState { Frontier = frontier, OpenedAt = opened, ClosedAt = closed, Order = order, Step = step };

    private static Gen<DateTimeOffset> Instant => Gen.Choose(0, 9).Select(second => Start.AddSeconds(second));

    [Fact]
    public void Merge_IsASemilattice() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(AnyState.Three().ToArbitrary(), states =>
        {
            var (a, b, c) = states;
            return a.Merge(a) == a && a.Merge(b) == b.Merge(a) && a.Merge(b).Merge(c) == a.Merge(b.Merge(c)) && a.Merge(b).Merge(a) == a.Merge(b);
        }));

    [Fact]
    public void AnyOrderOfEvents_FirstComeFirstServedAndNeverMoreThanTheLimit() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(200),
        Prop.ForAll(Gen.Choose(0, 99).ListOf(400).ToArbitrary(), events => Play([.. events])));

    private static bool Play(int[] events)
    {
        var store = new RoomModel();
        var order = new RoomOrder(RoomOrderKind.Open, Start, Start);
        var gateways = new RoomState[] { RoomState.Initial with { Order = order }, RoomState.Initial };
        var arrivals = new List<DateTimeOffset>();
        var (now, latestLetIn, latestAt) = (Start, DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        store.Merge(gateways[0]);
        foreach (var (index, value) in events.Index())
        {
            var gateway = value % 2;
            switch (value / 10)
            {
                case 0 or 1:
                    now += TimeSpan.FromMilliseconds(50 * value);
                    break;
                case 2:
                    now += TimeSpan.FromSeconds(value % 10);
                    break;
                case 3 when index > 200 && value == 33:
                    store.Forget(now);
                    break;
                case 4:
                    // A restart: what it knew comes back with the next exchange.
                    gateways[gateway] = RoomState.Initial;
                    break;
                case 5 or 6:
                    store.Merge(gateways[gateway]);
                    var reading = store.Read(now);
                    var before = store.State;
                    var decided = store.Decide(now);
                    if (decided.Frontier < before.Frontier)
                    {
                        return false;
                    }

                    // The limit: whom this step let in, with all inside and called, fit.
                    if (decided.Step != before.Step && decided.Step.LetIn > 0
                        && decided.Step.LetIn + reading.Inside + AdmissionController.Called(reading, now) > decided.Step.Target)
                    {
                        return false;
                    }

                    gateways[0] = gateways[0].Merge(decided);
                    gateways[1] = gateways[1].Merge(decided);
                    break;
                case 7:
                    arrivals.Add(now);
                    break;
                default:
                    if (arrivals.Count == 0 || !gateways[gateway].IsOpen)
                    {
                        break;
                    }

                    // A poll of anybody, as often as anybody likes: those who left never ask again, those who replay ask twice.
                    var person = (value * 7) % arrivals.Count;
                    if (!gateways[gateway].Admits(arrivals[person]))
                    {
                        if (latestLetIn - arrivals[person] > TimeSpan.FromSeconds(1) && now - latestAt > TimeSpan.FromSeconds(1) && gateways[gateway] == store.State)
                        {
                            return false;
                        }

                        store.Wait(person, arrivals[person], now);
                    }
                    else
                    {
                        store.Use(person, now);
                        (latestLetIn, latestAt) = arrivals[person] > latestLetIn ? (arrivals[person], now) : (latestLetIn, latestAt);
                    }

                    break;
            }
        }

        return true;
    }
}

using System.Globalization;
using Affluence.Admission;
using StackExchange.Redis;

namespace Affluence.Counter.Admission;

/// <summary>Orders and steps as members of sorted sets. Of two with one score the larger comes last, as it does in <see cref="RoomState"/>.</summary>
internal static class RoomMembers
{
    public static readonly RedisValue Frontier = "frontier";
    public static readonly RedisValue Opened = "opened";
    public static readonly RedisValue Closed = "closed";

    public static SortedSetEntry Of(in RoomOrder order) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{Milliseconds(order.From):D15} {(int)order.Kind}"), Milliseconds(order.GivenAt));

    public static SortedSetEntry Of(in AdmissionStep step) => new(
        string.Create(CultureInfo.InvariantCulture, $"{step.Second:D12} {Milliseconds(step.Frontier):D15} {step.Target:D10} {step.HoldUntil:D12} {step.LetIn:D10}"),
        step.Second);

    public static RoomOrder ReadOrder(in SortedSetEntry entry)
    {
        var (from, kind) = Parts(entry) is [var first, var second] ? (first, second) : throw Foreign(entry);
        return new RoomOrder((RoomOrderKind)kind, Instant(from), Instant((long)entry.Score));
    }

    public static AdmissionStep ReadStep(in SortedSetEntry entry) => Parts(entry) is [var second, var frontier, var target, var hold, var letIn]
        ? new AdmissionStep(second, (int)target, hold, Instant(frontier), (int)letIn)
        : throw Foreign(entry);

    public static long Milliseconds(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds();

    public static DateTimeOffset Instant(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static long[] Parts(in SortedSetEntry entry) =>
        [.. entry.Element.ToString().Split(' ').Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)];

    private static Store.StoreException Foreign(in SortedSetEntry entry) =>
        new(Store.StoreFault.Broken, $"'{entry.Element}' was not written by this service");
}

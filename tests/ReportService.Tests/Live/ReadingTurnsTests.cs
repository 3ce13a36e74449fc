using Affluence.Report.Live;

namespace Affluence.ReportService.Tests.Live;

public sealed class ReadingTurnsTests
{
    [Fact]
    public async Task Take_ByManyAtOnce_OneReadsAtATime()
    {
        using var turns = new ReadingTurns();
        var (reading, most) = (0, 0);

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => turns.TakeAsync(
            () =>
            {
                most = Math.Max(most, Interlocked.Increment(ref reading));
                Thread.SpinWait(100_000);
                Interlocked.Decrement(ref reading);
                return number;
            },
            TestContext.Current.CancellationToken)));

        Assert.Equal(1, most);
        Assert.Equal(Enumerable.Range(0, 20), results);
    }

    [Fact]
    public async Task Take_ReadingFailsOrTheReaderLeft_TheNextOneHasItsTurn()
    {
        using var turns = new ReadingTurns();

        await Assert.ThrowsAsync<InvalidDataException>(() => turns.TakeAsync<int>(() => throw new InvalidDataException(), TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => turns.TakeAsync(() => 1, new CancellationToken(canceled: true)));

        Assert.Equal(2, await turns.TakeAsync(() => 2, TestContext.Current.CancellationToken));
    }
}

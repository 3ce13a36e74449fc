using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Tests.AccessLogs;

public sealed class OrderedParallelTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Select_ItemsThatEndInAnyOrder_AreGivenInTheirOwn()
    {
        // Each item ends only when the next has begun, so they can't have been done one after the other.
        var begun = Enumerable.Range(0, 101).Select(_ => new TaskCompletionSource()).ToArray();
        begun[100].SetResult();

        var results = await OrderedParallel.SelectAsync(Items(100), async (item, _) =>
        {
            begun[item].SetResult();
            await begun[item + 1].Task;
            return item;
        }, ahead: 4, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(Enumerable.Range(0, 100), results);
    }

    [Fact]
    public async Task Select_SourceThatFails_GivesWhatCameBeforeFirst()
    {
        var given = new List<int>();

        var failure = await Assert.ThrowsAsync<LogException>(async () =>
        {
            await foreach (var item in OrderedParallel.SelectAsync(Items(5, fails: true), (item, _) => Task.FromResult(item), ahead: 2, Cancellation))
            {
                given.Add(item);
            }
        });

        Assert.Equal(("end", 5), (failure.Message, given.Count));
    }

    [Fact]
    public async Task Select_LeftOff_TakesNoMoreThanIsAhead()
    {
        var taken = 0;
        await foreach (var _ in OrderedParallel.SelectAsync(Items(1_000_000), (item, _) => Task.FromResult(Interlocked.Increment(ref taken)), ahead: 3, Cancellation))
        {
            break;
        }

        Assert.InRange(taken, 1, 6);
    }

    private static async IAsyncEnumerable<int> Items(int count, bool fails = false)
    {
        for (var item = 0; item < count; item++)
        {
            await Task.Yield();
            yield return item;
        }

        if (fails)
        {
            throw new LogException("end");
        }
    }
}

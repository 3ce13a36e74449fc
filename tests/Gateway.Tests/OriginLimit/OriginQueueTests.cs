using Affluence.Gateway.OriginLimit;

namespace Affluence.Gateway.Tests.OriginLimit;

public sealed class OriginQueueTests
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(100);

    private readonly OriginQueue<string> _queue = new(capacity: 4);

    [Fact]
    public void Next_IsByPriorityThenByArrival()
    {
        Join("bot", RequestPriority.Bot, 0);
        Join("page 1", RequestPriority.PageView, 1);
        Join("page 2", RequestPriority.PageView, 2);
        Join("form", RequestPriority.Form, 3);

        Assert.Equal(["form", "page 1", "page 2", "bot"], Enumerable.Range(0, 4).Select(_ => _queue.Next(At(4))));
        Assert.Null(_queue.Next(At(4)));
    }

    [Fact]
    public void Full_NewestOfTheLowestPriorityGivesWay()
    {
        Join("bot 1", RequestPriority.Bot, 0);
        Join("bot 2", RequestPriority.Bot, 1);
        Join("page 1", RequestPriority.PageView, 2);
        Join("page 2", RequestPriority.PageView, 3);

        Assert.NotNull(_queue.Join("part", RequestPriority.Part, At(4), out var displaced));
        Assert.Equal("bot 2", displaced);
        Assert.Null(_queue.Join("bot 3", RequestPriority.Bot, At(5), out displaced));
        Assert.Null(displaced);
        Assert.Equal(4, _queue.Count);
    }

    [Fact]
    public void QueueThatWasEmptyLately_KeepsForASecond()
    {
        Join("page", RequestPriority.PageView, 0);

        Assert.Null(_queue.Overdue(At(999), AnswerTime));
        Assert.Equal("page", _queue.Overdue(At(1_000), AnswerTime));
    }

    [Fact]
    public void StandingQueue_KeepsForOneAnswerTime()
    {
        Join("page 1", RequestPriority.PageView, 0);
        Join("page 2", RequestPriority.PageView, 990);
        Assert.Equal("page 1", _queue.Overdue(At(1_001), AnswerTime));
        Assert.Null(_queue.Overdue(At(1_001), AnswerTime));

        Assert.Null(_queue.Overdue(At(1_089), AnswerTime));
        Assert.Equal("page 2", _queue.Overdue(At(1_090), AnswerTime));
    }

    [Fact]
    public void Leave_TakesOutOnce()
    {
        var place = _queue.Join("page", RequestPriority.PageView, At(0), out _)!;

        _queue.Leave(place, At(1));
        _queue.Leave(place, At(2));

        Assert.Equal(0, _queue.Count);
        Assert.Null(_queue.Next(At(3)));
    }

    private static TimeSpan At(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private void Join(string item, RequestPriority priority, int milliseconds) => Assert.NotNull(_queue.Join(item, priority, At(milliseconds), out _));
}

using Affluence.Gateway.OriginLimit;

namespace Affluence.Gateway.Tests.OriginLimit;

public sealed class AnswerTimesTests
{
    private const int Fast = 1;
    private const int Slow = 2;

    private readonly AnswerTimes _times = new();

    [Fact]
    public void MixShifts_LevelStays()
    {
        var before = LevelOf(fast: 90, slow: 10, slowness: 1);

        var after = LevelOf(fast: 10, slow: 90, slowness: 1);

        Assert.Equal(before, after, tolerance: 0.01);
    }

    [Fact]
    public void AllPagesTwiceAsSlow_LevelIsTwice()
    {
        var before = LevelOf(fast: 50, slow: 50, slowness: 1);

        var after = LevelOf(fast: 20, slow: 80, slowness: 2);

        Assert.Equal(2 * before, after, tolerance: 0.02);
    }

    [Fact]
    public void PageNeverSeen_IsNoReasonForAnotherLevel()
    {
        var before = LevelOf(fast: 50, slow: 50, slowness: 1);

        _times.Add(3, TimeSpan.FromSeconds(30));

        Assert.Equal(before, _times.Close(), tolerance: 0.01);
    }

    [Fact]
    public void OneOutlier_CountsAsTenTimesItsPageAtMost()
    {
        LevelOf(fast: 100, slow: 0, slowness: 1);
        for (var answer = 0; answer < 99; answer++)
        {
            _times.Add(Fast, TimeSpan.FromMilliseconds(20));
        }

        _times.Add(Fast, TimeSpan.FromHours(1));

        Assert.InRange(_times.Close(), 1, 1.1);
    }

    [Fact]
    public void EmptyGroup_HasTheLevelBefore()
    {
        var before = LevelOf(fast: 50, slow: 50, slowness: 3);

        Assert.Equal(before, _times.Close());
    }

    private double LevelOf(int fast, int slow, double slowness)
    {
        for (var answer = 0; answer < fast; answer++)
        {
            _times.Add(Fast, TimeSpan.FromMilliseconds(20) * slowness);
        }

        for (var answer = 0; answer < slow; answer++)
        {
            _times.Add(Slow, TimeSpan.FromSeconds(1) * slowness);
        }

        return _times.Close();
    }
}

using Affluence.Simulator.Night;

namespace Affluence.Simulator.Tests.Night;

public sealed class CurveTests
{
    [Theory]
    [InlineData(-100, 10)]
    [InlineData(0, 10)]
    [InlineData(5, 15)]
    [InlineData(10, 20)]
    [InlineData(15, 10)]
    [InlineData(20, 0)]
    [InlineData(99, 0)]
    public void At_IsOnTheLinesBetweenThePoints(double minute, double value) =>
        Assert.Equal(value, new Curve((0, 10), (10, 20), (20, 0)).At(minute));
}

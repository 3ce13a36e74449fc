using Affluence.Simulator.Addresses;
using Affluence.Simulator.Live;
using Affluence.Simulator.Reports;

namespace Affluence.Simulator.Tests.Live;

public sealed class LiveVerdictTests
{
    [Theory]
    [InlineData(10_000, 0.50, 0.40, true)]
    [InlineData(10_150, 0.50, 0.40, true)]
    [InlineData(9_850, 0.50, 0.40, true)]
    [InlineData(10_151, 0.50, 0.40, false)]
    [InlineData(9_849, 0.50, 0.40, false)]
    [InlineData(10_000, 0.514, 0.40, true)]
    [InlineData(10_000, 0.516, 0.40, false)]
    [InlineData(10_000, 0.50, 0.384, false)]
    // Both within tolerance, but what is left for the others is not.
    [InlineData(10_000, 0.51, 0.41, false)]
    [InlineData(0, 0, 0, false)]
    public void Agrees_ReportedFigures_WithinToleranceOnly(long visitors, double us, double ca, bool agrees)
    {
        Assert.True(CountryMix.TryParse("US=50,CA=40,other=10", out var mix, out _));
        var snapshot = new ReportSnapshot(DateTimeOffset.UnixEpoch, visitors, [new("US", us), new("CA", ca)]);

        Assert.Equal(agrees, new LiveVerdict(mix, [5_000, 4_000, 1_000], snapshot).Agrees);
    }

    [Fact]
    public void Agrees_NothingServed_IsFalse()
    {
        Assert.True(CountryMix.TryParse("US=100", out var mix, out _));

        Assert.False(new LiveVerdict(mix, [0], new(DateTimeOffset.UnixEpoch, 0, [])).Agrees);
    }

    [Fact]
    public void Agrees_FigureWithheld_IsFalse()
    {
        Assert.True(CountryMix.TryParse("US=100", out var mix, out _));

        Assert.False(new LiveVerdict(mix, [10], new(DateTimeOffset.UnixEpoch, null, [new("US", 1)])).Agrees);
    }
}

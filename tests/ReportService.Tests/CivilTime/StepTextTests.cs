using Affluence.Report.CivilTime;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.ReportService.Tests.CivilTime;

public class StepTextTests
{
    [Theory]
    [InlineData("PT1M", 1)]
    [InlineData("PT15M", 15)]
    [InlineData("PT900S", 15)]
    [InlineData("PT1H", 60)]
    [InlineData("PT1H30M", 90)]
    [InlineData("P1D", 1440)]
    [InlineData("PT24H", 1440)]
    [InlineData("15m", 15)]
    [InlineData("60s", 1)]
    [InlineData("2h", 120)]
    [InlineData("1d", 1440)]
    public void Parse_WholeMinutesThatDivideADay_Step(string text, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), StepText.Parse(text).Value);

    [Theory]
    [InlineData("0m")]
    [InlineData("PT0S")]
    [InlineData("30s")]
    [InlineData("PT0.5M")]
    [InlineData("PT90S")]
    [InlineData("7m")]
    [InlineData("PT7H")]
    [InlineData("2d")]
    [InlineData("-15m")]
    [InlineData("-PT15M")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("1ns")]
    [InlineData("NaN")]
    [InlineData("1e309")]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("15")]
    [InlineData("15 m")]
    [InlineData("99999999999m")]
    [InlineData("PT99999999999999999999M")]
    [InlineData("P")]
    [InlineData("PT")]
    public void Parse_AnythingElse_ErrorWithAnExample(string text)
    {
        var parsed = StepText.Parse(text);

        Assert.Null(parsed.Value);
        Assert.Contains("PT15M", parsed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_AnyMinutesInEitherForm_StepIfTheyDivideADay() =>
        Prop.ForAll(Arb.From(Gen.Choose(1, 1500)), minutes =>
        {
            var expected = 1440 % minutes == 0 ? TimeSpan.FromMinutes(minutes) : (TimeSpan?)null;
            Assert.Equal(expected, StepText.Parse($"{minutes}m").Value);
            Assert.Equal(expected, StepText.Parse($"PT{minutes}M").Value);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Parse_AnyText_NeverThrows() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text => StepText.Parse(text.Get).Succeeded != (StepText.Parse(text.Get).Error is not null))
            .QuickCheckThrowOnFailure();
}

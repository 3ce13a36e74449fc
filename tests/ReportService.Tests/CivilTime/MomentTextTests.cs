using Affluence.Report.CivilTime;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Affluence.ReportService.Tests.CivilTime;

public class MomentTextTests
{
    private static readonly DateTimeZone Toronto = DateTimeZoneProviders.Tzdb["America/Toronto"];

    [Theory]
    [InlineData("2016-11-08T23:00:00-05:00", "2016-11-09T04:00:00Z")]
    [InlineData("2016-11-09T04:00:00Z", "2016-11-09T04:00:00Z")]
    [InlineData("2016-11-09t04:00:00z", "2016-11-09T04:00:00Z")]
    [InlineData("2016-11-09 04:00:00Z", "2016-11-09T04:00:00Z")]
    [InlineData("2016-11-09T04:00Z", "2016-11-09T04:00:00Z")]
    [InlineData("2016-11-08T23:00-05:00", "2016-11-09T04:00:00Z")]
    [InlineData("2016-11-09T09:30:00.5+05:30", "2016-11-09T04:00:00.5Z")]
    [InlineData("2016-11-08T23:00:00", "2016-11-09T04:00:00Z")]
    [InlineData("2016-11-08T23:00", "2016-11-09T04:00:00Z")]
    [InlineData("2016-11-01T23:00", "2016-11-02T03:00:00Z")]
    // The end of a day, as ISO 8601 lets it be written.
    [InlineData("2016-11-08T24:00:00Z", "2016-11-09T00:00:00Z")]
    // Either of the two, named by its offset.
    [InlineData("2016-11-06T01:30:00-04:00", "2016-11-06T05:30:00Z")]
    [InlineData("2016-11-06T01:30:00-05:00", "2016-11-06T06:30:00Z")]
    public void Parse_InstantOrLocalTime_Instant(string text, string expected)
    {
        var parsed = MomentText.Parse(text, Toronto);

        Assert.Null(parsed.Error);
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), parsed.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2016-11-08")]
    [InlineData("2016-02-30T00:00:00Z")]
    [InlineData("2016-11-08T23:60:00Z")]
    [InlineData("2016-11-08T23:00:61Z")]
    [InlineData("2016-11-08T23:00:00+99:99")]
    [InlineData("1478664000")]
    [InlineData("NaN")]
    [InlineData("../../etc/passwd")]
    [InlineData("２０１６-11-08T23:00:00Z")]
    [InlineData("2016-11-08T23:00:00Z\r\nX-Injected: 1")]
    public void Parse_Anything_ErrorWithAnExample(string text)
    {
        var parsed = MomentText.Parse(text, Toronto);

        Assert.Null(parsed.Value);
        Assert.Contains(MomentText.Example, parsed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", parsed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("1999-12-31T23:59:59Z")]
    [InlineData("9999-12-31T23:59:59-05:00")]
    [InlineData("3000-01-01T00:00")]
    public void Parse_FarAwayYear_ErrorWithTheAllowedYears(string text) =>
        Assert.Contains("2000 to 2999", MomentText.Parse(text, Toronto).Error, StringComparison.Ordinal);

    [Fact]
    public void Parse_UnencodedPlus_ErrorSaysHowToWriteIt() =>
        Assert.Contains("%2B", MomentText.Parse("2016-11-09T05:00:00 01:00", Toronto).Error, StringComparison.Ordinal);

    [Fact]
    public void Parse_VeryLongText_ErrorIsShort() =>
        Assert.InRange(MomentText.Parse(new string('9', 10_000), Toronto).Error!.Length, 1, 300);

    [Theory]
    [InlineData("America/Toronto", "2016-11-06T01:30", "2016-11-06T01:30:00-04:00", "2016-11-06T01:30:00-05:00")]
    [InlineData("Europe/Paris", "2016-10-30T02:00", "2016-10-30T02:00:00+02:00", "2016-10-30T02:00:00+01:00")]
    [InlineData("Australia/Lord_Howe", "2017-04-02T01:45", "2017-04-02T01:45:00+11:00", "2017-04-02T01:45:00+10:30")]
    public void Parse_LocalTimeThatHappensTwice_ErrorNamesBothInstants(string zone, string text, string first, string second)
    {
        var parsed = MomentText.Parse(text, DateTimeZoneProviders.Tzdb[zone]);

        Assert.Null(parsed.Value);
        Assert.Contains("happens twice", parsed.Error, StringComparison.Ordinal);
        Assert.Contains(first, parsed.Error, StringComparison.Ordinal);
        Assert.Contains(second, parsed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("America/Toronto", "2016-03-13T02:30", "2016-03-13T01:30:00-05:00", "2016-03-13T03:30:00-04:00")]
    [InlineData("Europe/Paris", "2017-03-26T02:30", "2017-03-26T01:30:00+01:00", "2017-03-26T03:30:00+02:00")]
    [InlineData("Australia/Lord_Howe", "2016-10-02T02:10", "2016-10-02T01:40:00+10:30", "2016-10-02T02:40:00+11:00")]
    public void Parse_LocalTimeThatIsSkipped_ErrorNamesTheInstantsAround(string zone, string text, string before, string after)
    {
        var parsed = MomentText.Parse(text, DateTimeZoneProviders.Tzdb[zone]);

        Assert.Null(parsed.Value);
        Assert.Contains("does not exist", parsed.Error, StringComparison.Ordinal);
        Assert.Contains(before, parsed.Error, StringComparison.Ordinal);
        Assert.Contains(after, parsed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_AnyInstantWrittenInAnyOffset_SameInstant()
    {
        var cases = Arb.From(Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(-14 * 60, 14 * 60), (seconds, offset) => (seconds, offset)));
        Prop.ForAll(cases, one =>
        {
            var instant = new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(one.seconds).ToOffset(TimeSpan.FromMinutes(one.offset));

            var parsed = MomentText.Parse(instant.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture), Toronto);

            Assert.Equal(instant, parsed.Value);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Parse_AnyText_NeverThrows() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text => MomentText.Parse(text.Get, Toronto).Succeeded != (MomentText.Parse(text.Get, Toronto).Error is not null))
            .QuickCheckThrowOnFailure();
}

using System.Text;
using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Tests.AccessLogs;

public sealed class LogTimeTests
{
    [Theory]
    [InlineData("08/Nov/2016:23:00:00 -0500", "2016-11-09T04:00:00Z")]
    [InlineData("01/Jan/2000:00:00:00 +0000", "2000-01-01T00:00:00Z")]
    [InlineData("29/Feb/2024:12:00:00 +1245", "2024-02-28T23:15:00Z")]
    [InlineData("31/Dec/2016:23:59:60 +0000", "2017-01-01T00:00:00Z")]
    public void TryParseCommon_Time_IsReadWithItsOffset(string text, string instant)
    {
        Assert.True(LogTime.TryParseCommon(Encoding.ASCII.GetBytes(text), out var seconds));
        Assert.Equal(instant, LogFaults.Instant(seconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("08/Nov/2016:23:00:00")]
    [InlineData("08/Nov/2016:24:00:00 -0500")]
    [InlineData("08/Nov/2016:23:60:00 -0500")]
    [InlineData("08/Nov/2016:23:00:61 -0500")]
    [InlineData("08/nov/2016:23:00:00 -0500")]
    [InlineData("00/Nov/2016:23:00:00 -0500")]
    [InlineData("29/Feb/2023:23:00:00 -0500")]
    [InlineData("08/Nov/2016:23:00:00 -1900")]
    [InlineData("08/Nov/2016:23:00:00 00500")]
    [InlineData("08/Nov/2016:2x:00:00 -0500")]
    [InlineData("08/Nov/1999:23:00:00 -0500")]
    [InlineData("08/Nov/3000:23:00:00 -0500")]
    public void TryParseCommon_OtherText_IsNone(string text) => Assert.False(LogTime.TryParseCommon(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("2016-11-08T23:00:00-05:00", "2016-11-09T04:00:00Z")]
    [InlineData("2016-11-08 23:00:00.999-0500", "2016-11-09T04:00:00Z")]
    [InlineData("2016-11-08T23:00:00Z", "2016-11-08T23:00:00Z")]
    public void TryParseIso_Time_IsReadWithItsOffset(string text, string instant)
    {
        Assert.True(LogTime.TryParseIso(Encoding.ASCII.GetBytes(text), out var seconds));
        Assert.Equal(instant, LogFaults.Instant(seconds));
    }

    [Theory]
    [InlineData("2016-11-08T23:00:00")]
    [InlineData("2016-11-08T23:00:00.Z")]
    [InlineData("2016-11-08T23:00Z")]
    [InlineData("2016-13-08T23:00:00Z")]
    [InlineData("2016-11-08T23:00:00-05")]
    public void TryParseIso_OtherText_IsNone(string text) => Assert.False(LogTime.TryParseIso(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("1478664000", true)]
    [InlineData("1478664000.123", true)]
    [InlineData("1478664000123", true)]
    [InlineData("1478664000.", false)]
    [InlineData("1478664000x", false)]
    [InlineData("-1478664000", false)]
    [InlineData("1", false)]
    [InlineData("99999999999999999999", false)]
    public void TryParseUnix_Number_IsSecondsOrMilliseconds(string text, bool isTime)
    {
        Assert.Equal(isTime, LogTime.TryParseUnix(Encoding.ASCII.GetBytes(text), out var seconds));
        Assert.Equal(isTime, seconds == 1_478_664_000);
    }
}

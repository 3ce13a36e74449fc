using System.Globalization;
using System.Text;
using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Tests.AccessLogs;

/// <summary>A line takes time as it is long, whatever stands in it: somebody chose the longest, and there may be millions.</summary>
public sealed class LongLineTests
{
    private const int Longest = LineParser.MaxLineLength - 1;
    private const int Runs = 3;

    // Four times the length takes four times as long, or sixteen times if every part of the line looks at all the rest.
    private const int MoreThanLinear = 10;

    /// <summary>Nanoseconds that this thread has had a processor: of all clocks the only one that others' work does not move.</summary>
    private const string ProcessorTime = "/proc/thread-self/schedstat";

    // The scheduler counts in ticks, of up to 10 ms. What this test is for took seconds.
    private static readonly TimeSpan Unmeasured = TimeSpan.FromMilliseconds(30);

    public static TheoryData<string, string> Repeated
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var unit in (string[])[" ", "[", " [", "] \"", "\"", "\\", ", ", "- ", "a ", "1.2.3.4 ", "{", "{\"a\":"])
            {
                data.Add(string.Empty, unit);
                data.Add("192.0.2.1 - ", unit);
                data.Add("79a59 bucket ", unit);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Repeated))]
    public void Parse_OneThingOverAndOver_TakesTimeAsTheLineIsLong(string beginning, string unit)
    {
        Assert.SkipUnless(File.Exists(ProcessorTime), "The processor time of a thread is read from Linux' schedstat.");
        var custom = LogFormatChoice.Of("auto", "$remote_user $host [$time_local] \"$request\" $status $remote_addr", null)[0];
        foreach (var format in LogFormat.Known.Append(custom))
        {
            var parser = format.Make(ParsedLine.Rules);
            var (quarter, whole) = (Line(beginning, unit, Longest / 4), Line(beginning, unit, Longest));
            var (ofQuarter, ofWhole) = (TimeSpan.MaxValue, TimeSpan.MaxValue);

            // The shortest of several, since the first is compiled on its way.
            for (var run = 0; run < Runs; run++)
            {
                ofQuarter = Shorter(ofQuarter, parser, quarter);
                ofWhole = Shorter(ofWhole, parser, whole);
            }

            Assert.True(ofWhole < (ofQuarter * MoreThanLinear) + Unmeasured, $"{format}: {ofQuarter.TotalMilliseconds} ms and {ofWhole.TotalMilliseconds} ms");
        }
    }

    private static TimeSpan Shorter(TimeSpan best, LineParser parser, byte[] line)
    {
        var copy = line.ToArray();
        var start = Now();
        parser.Parse(copy, out _, out _);
        var elapsed = Now() - start;
        return elapsed < best ? elapsed : best;
    }

    private static TimeSpan Now() =>
        TimeSpan.FromTicks(long.Parse(File.ReadAllText(ProcessorTime).Split(' ')[0], CultureInfo.InvariantCulture) / TimeSpan.NanosecondsPerTick);

    private static byte[] Line(string beginning, string unit, int length) =>
        Encoding.Latin1.GetBytes((beginning + string.Concat(Enumerable.Repeat(unit, length / unit.Length)))[..(length - unit.Length)]);
}

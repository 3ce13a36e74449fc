using System.Globalization;
using System.Text;
using Affluence.Simulator.AccessLogs;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.Simulator.Tests.AccessLogs;

/// <summary>What holds of every line.</summary>
public sealed class LineProperties
{
    private static readonly string[] Examples =
    [
        """192.0.2.1 - - [08/Nov/2016:23:00:00 -0500] "GET /en?x=\x22 HTTP/1.1" 200 5120 "-" "Mozilla/5.0 \"x\" (compatible)" """,
        """www.example.org:443 2001:db8::1 - a b [08/Nov/2016:23:00:00 -0500] "POST http://x/%41 HTTP/1.1" 503 - "-" "-" """,
        """{"time_iso8601":"2016-11-08T23:00:00-05:00","remote_addr":"192.0.2.1","request":"GET /\u00e9 HTTP/1.1","status":"200","x":[{"y":1}]}""",
        "2016-11-09 04:00:00.5 10.0.0.4 GET /en/default.aspx q=1 443 \"a b\" 192.0.2.1 Mozilla/5.0+(x) - 200 0 0 93",
        "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status",
        "#Date: 2016-11-08",
    ];

    private static readonly IReadOnlyList<LogFormat> Formats = LogFormat.Known;

    /// <summary>Any bytes, and lines that are nearly right: cut, doubled, or with bytes changed.</summary>
    private static readonly Arbitrary<byte[]> AnyLine = Gen.OneOf(
        ArbMap.Default.GeneratorFor<byte[]>(),
        from example in Gen.Elements(Examples)
        from begin in Gen.Choose(0, 20)
        from length in Gen.Choose(0, 200)
        from changes in Gen.ListOf(Gen.Choose(0, 10_000))
        select Change(Encoding.Latin1.GetBytes(example)[Math.Min(begin, example.Length)..], length, changes)).ToArbitrary();

    [Fact]
    public void Parse_AnyBytes_NeverThrowsAndNeverReadsBeyondTheLine() =>
        Prop.ForAll(AnyLine, bytes =>
        {
            foreach (var format in Formats)
            {
                var parser = format.Make(ParsedLine.Rules);
                if (parser is W3CLineParser)
                {
                    parser.Parse(Encoding.ASCII.GetBytes(Examples[4]), out _, out _);
                }

                parser.ColumnsOf(bytes);
                parser.Misgiving(bytes);
                var line = bytes.ToArray();
                var kind = parser.Parse(line, out var entry, out var fault);
                if (kind == LineKind.Entry && entry.UserAgentStart + entry.UserAgentLength > line.Length)
                {
                    return false;
                }

                if (kind == LineKind.Bad && (fault.Reason is null || Excerpt.Of(line, fault.Column).Length > 64))
                {
                    return false;
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Open_AnyBytes_IsALogOrAClearRefusal() =>
        Prop.ForAll(AnyLine.Generator.ListOf().ToArbitrary(), lines =>
        {
            byte[] bytes = [.. lines.SelectMany(line => (byte[])[.. line, (byte)'\n'])];
            try
            {
                using var stream = new MemoryStream(bytes);
                var log = AccessLog.OpenAsync("-", stream, ParsedLine.Reading, CancellationToken.None).GetAwaiter().GetResult();
                return log.IsEmpty || Formats.Contains(log.Shape.Format);
            }
            catch (LogException exception)
            {
                return exception.Message.Length > 0 && !exception.Message.Contains('\n', StringComparison.Ordinal);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Parse_LineWrittenAsServersDo_GivesBackWhatWasWritten() =>
        Prop.ForAll(
            (from day in Gen.Choose(10_958, 370_000)
             from second in Gen.Choose(0, 86_399)
             from offset in Gen.Choose(-14 * 4, 14 * 4)
             from address in Gen.OneOf(Gen.Choose(int.MinValue, int.MaxValue).Select(value => NetworkAddress.FromIPv4((uint)value)), Ipv6)
             from userAgent in Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value)).Select(bytes => bytes.Take(VisitorLength).ToArray())
             from isApache in ArbMap.Default.GeneratorFor<bool>()
             select ((day * 86_400L) + second, TimeSpan.FromMinutes(15 * offset), address, userAgent, isApache)).ToArbitrary(),
            written =>
            {
                var (seconds, offset, address, userAgent, isApache) = written;
                var line = Logs.Combined(
                    DateTimeOffset.FromUnixTimeSeconds(seconds).ToOffset(offset),
                    address.ToString(),
                    userAgent: Escape(userAgent, isApache));
                var parsed = ParsedLine.Of(LogFormat.Combined, line);
                var sent = Encoding.Latin1.GetString(userAgent);
                return parsed.Kind == LineKind.Entry
                    && parsed.At == LogFaults.Instant(seconds)
                    && parsed.Address == address.ToString()
                    && parsed.UserAgent == (sent == "-" ? "" : sent);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    private const int VisitorLength = 256;

    private static Gen<NetworkAddress> Ipv6 =>
        Gen.ArrayOf(Gen.Choose(0, byte.MaxValue).Select(value => (byte)value), NetworkAddress.Size).Select(bytes => NetworkAddress.Read(bytes));

    /// <summary>nginx writes every byte that is not plain as \xHH; Apache httpd has letters for some.</summary>
    private static string Escape(byte[] text, bool isApache) => string.Concat(text.Select(letter => letter switch
    {
        (byte)'"' when isApache => "\\\"",
        (byte)'\\' when isApache => @"\\",
        (byte)'\n' when isApache => @"\n",
        (byte)'\t' when isApache => @"\t",
        (byte)'\v' when isApache => @"\v",
        (byte)'"' or (byte)'\\' or < (byte)' ' or > (byte)'~' => string.Create(CultureInfo.InvariantCulture, $"\\x{letter:X2}"),
        _ => ((char)letter).ToString(),
    }));

    private static byte[] Change(byte[] line, int length, IReadOnlyCollection<int> changes)
    {
        var changed = line[..Math.Min(length, line.Length)];
        foreach (var change in changes.Take(3).Where(_ => changed.Length > 0))
        {
            changed[change % changed.Length] = (byte)(change / 39);
        }

        return changed;
    }
}

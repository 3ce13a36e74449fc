using System.Text;
using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Tests.AccessLogs;

/// <summary>From bytes to entries.</summary>
public sealed class AccessLogTests
{
    private const int ManyLines = 20_000;

    private static readonly string[] Lines =
    [
        .. Enumerable.Range(0, ManyLines).Select(index =>
            Logs.Combined(Logs.Evening.AddSeconds(index / 100), $"1.2.{index % 256}.{index / 256 % 256}", $"/page/{index}")),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("combined", """192.0.2.1 - - [08/Nov/2016:23:00:00 -0500] "GET /en HTTP/1.1" 200 5120 "-" "a" """)]
    [InlineData("common", """192.0.2.1 - - [08/Nov/2016:23:00:00 -0500] "GET /en HTTP/1.1" 200 5120""")]
    [InlineData("vhost-combined", """example.org:443 192.0.2.1 - - [08/Nov/2016:23:00:00 -0500] "GET /en HTTP/1.1" 200 5120 "-" "a" """)]
    [InlineData("nginx-json", """{"time":1478664000,"remote_addr":"192.0.2.1","request":"GET /en HTTP/1.1","status":200}""")]
    [InlineData("w3c", "#Software: IIS\n#Fields: date time c-ip cs-method cs-uri-stem sc-status\n2016-11-09 04:00:00 192.0.2.1 GET /en 200")]
    public async Task Open_LogOfAKnownFormat_RecognisesIt(string format, string log)
    {
        await using var opened = await OpenAsync(Encoding.ASCII.GetBytes(log.TrimEnd() + "\n"));

        Assert.Equal(format, LogFormats.NameOf(opened.Format));
        Assert.Equal(1, (await ReadAsync(opened)).Entries);
    }

    [Fact]
    public async Task Open_CombinedLogWithBadUserAgents_IsNotTakenForCommon()
    {
        await using var log = await OpenAsync(Logs.Bytes([.. Lines[..4], .. Lines[4..6].Select(line => line[..^1])]));

        Assert.Equal(LogFormat.Combined, log.Format);
        Assert.Equal((4, 2), await CountAsync(log));
    }

    [Theory]
    [InlineData(false, "\n")]
    [InlineData(false, "\r\n")]
    [InlineData(true, "\n")]
    public async Task Read_LogOfManyBlocks_GivesEveryLineInOrder(bool gzip, string lineEnd)
    {
        var bytes = Logs.Bytes(Lines, lineEnd);
        await using var log = await OpenAsync(gzip ? Logs.Gzip(bytes) : bytes);

        var read = await ReadAsync(log);

        Assert.Equal((ManyLines, ManyLines, 0), (read.Lines, read.Entries, read.Bad));
        Assert.True(read.Blocks > 2, $"{read.Blocks} blocks test no joints.");
        Assert.Equal(Enumerable.Range(0, ManyLines).Select(index => (index, Logs.Evening.AddSeconds(index / 100).ToUnixTimeSeconds())), read.All);
    }

    [Fact]
    public async Task Read_GzipOfManyMembers_GivesAllOfThem()
    {
        byte[] members = [.. Lines.Chunk(999).SelectMany(lines => Logs.Gzip(Logs.Bytes(lines)))];
        await using var log = await OpenAsync(members);

        Assert.Equal((ManyLines, 0), await CountAsync(log));
    }

    [Fact]
    public async Task Read_StreamThatGivesLittleAtATime_GivesTheSame()
    {
        await using var log = await AccessLog.OpenAsync("-", new Dribble(Logs.Bytes(Lines)), null, ParsedLine.Classifier, Cancellation);

        Assert.Equal((ManyLines, 0), await CountAsync(log));
        Assert.Equal("standard input", log.Name);
    }

    [Theory]
    [InlineData("\uFEFF", "")]
    [InlineData("\n\n", "\n\n")]
    [InlineData("", "no line end behind the last line")]
    public async Task Read_MarksAndBlankLines_AreNoLinesOfTheLog(string before, string after)
    {
        var text = before + string.Join("\n", Lines[..3]) + "\n" + (after.Length > 2 ? Lines[3] : after);
        await using var log = await OpenAsync(Encoding.UTF8.GetBytes(text));

        Assert.Equal((after.Length > 2 ? 4 : 3, 0), await CountAsync(log));
    }

    [Fact]
    public async Task Read_BadLines_AreCountedAndTheFirstShownWithTheirNumbers()
    {
        string[] lines = [.. Lines[..2], "nonsense", Lines[2], "", "192.0.2.1 nonsense"];
        await using var log = await OpenAsync(Logs.Bytes(lines));

        var read = await ReadAsync(log);

        Assert.Equal((6, 3, 2), (read.Lines, read.Entries, read.Bad));
        Assert.Equal(
            ["line 3, column 1: there are no fields: nonsense", "line 6, column 11: there is no time as [08/Nov/2016:23:00:00 -0500] before a quote: nonsense"],
            read.Shown.Select(bad => bad.ToString()));
    }

    [Fact]
    public async Task Read_NulsWhereThePowerFailed_AreBadLinesOfALog()
    {
        await using var log = await OpenAsync(Logs.Bytes([.. Lines[..3], new string('\0', 4096) + Lines[3], .. Lines[4..6]]));

        Assert.Equal((5, 1), await CountAsync(log));
    }

    [Fact]
    public async Task Read_W3CFieldsThatChangeBetweenBlocks_AreThoseInForce()
    {
        string[] first = [.. Enumerable.Range(0, ManyLines).Select(index => $"2016-11-09 04:00:00 192.0.2.1 GET /first/{index}/of/some/length/so/that/blocks/fill 200")];
        string[] second = [.. Enumerable.Range(0, ManyLines).Select(index => $"200 GET /second/{index}/of/some/length/so/that/blocks/fill 192.0.2.2 05:00:00")];
        await using var log = await OpenAsync(Logs.Bytes(
        [
            "#Fields: date time c-ip cs-method cs-uri-stem sc-status", .. first,
            "#Date: 2016-11-10 05:00:00", "#Fields: sc-status cs-method cs-uri-stem c-ip time", .. second,
        ]));

        var read = await ReadAsync(log);

        Assert.Equal((2 * ManyLines, 0), (read.Entries, read.Bad));
        Assert.Equal(["2016-11-09T04:00:00Z", "2016-11-10T05:00:00Z"], read.All.Select(entry => LogFaults.Instant(entry.Seconds)).Distinct());
    }

    [Fact]
    public async Task Read_LineThatIsTooLong_EndsBehindTheLinesBeforeIt()
    {
        await using var log = await OpenAsync(Logs.Bytes([.. Lines, new string('x', LineParser.MaxLineLength + 1), .. Lines]));
        var read = new ReadLog();

        var failure = await Assert.ThrowsAsync<LogException>(() => ReadAsync(log, read));

        Assert.Equal("is no access log: line 20001 is longer than 65536 bytes", failure.Message);
        Assert.Equal(ManyLines, read.Entries);
    }

    [Fact]
    public async Task Read_LineWithoutEnd_IsNotReadOn()
    {
        // More than memory holds, if it were kept.
        await using var log = await AccessLog.OpenAsync("-", new Endless(Logs.Bytes(Lines[..10]), (byte)'x'), null, ParsedLine.Classifier, Cancellation);

        var read = new ReadLog();

        var failure = await Assert.ThrowsAsync<LogException>(() => ReadAsync(log, read));

        Assert.Equal("is no access log: line 11 is longer than 65536 bytes", failure.Message);
        Assert.Equal(10, read.Entries);
        Assert.True(log.Position < 4 * LogBlock.Capacity);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(1000)]
    public async Task Read_GzipThatIsCutOff_GivesWhatIsThereAndThenFails(int missing)
    {
        var packed = Logs.Gzip(Logs.Bytes(Lines));
        await using var log = await OpenAsync(packed[..^missing]);

        var failure = await Assert.ThrowsAsync<LogException>(() => ReadAsync(log));

        Assert.Equal("is a gzip file that is cut off or damaged", failure.Message);
    }

    [Fact]
    public async Task Read_GzipThatIsDamaged_Fails()
    {
        var packed = Logs.Gzip(Logs.Bytes(Lines));
        packed[^6] ^= 1;
        await using var log = await OpenAsync(packed);

        Assert.Equal("is a gzip file that is cut off or damaged", (await Assert.ThrowsAsync<LogException>(() => ReadAsync(log))).Message);
    }

    [Fact]
    public async Task Read_GzipBomb_IsNotUnpackedToTheEnd()
    {
        // A log, and behind it 160 MB of blank lines in 160 KB.
        var blank = new byte[1024 * 1024];
        blank.AsSpan().Fill((byte)'\n');
        using var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await gzip.WriteAsync(Logs.Bytes(Lines[..10]), Cancellation);
            for (var times = 0; times < 160; times++)
            {
                await gzip.WriteAsync(blank, Cancellation);
            }
        }

        await using var log = await OpenAsync(packed.ToArray());

        var failure = await Assert.ThrowsAsync<LogException>(() => ReadAsync(log));

        Assert.Equal("expands more than 500 times, which no access log does", failure.Message);
        Assert.True(log.Position < packed.Length / 2, $"{log.Position} of {packed.Length} bytes were read.");
    }

    public static TheoryData<string, byte[]> NoLogs => new()
    {
        { "is empty", [] },
        { "is empty", Logs.Gzip([]) },
        { "has no lines, or none that is shorter than 65536 bytes", Encoding.ASCII.GetBytes("\n\r\n\n") },
        { "is binary, not text", [.. Enumerable.Range(0, 4000).Select(value => (byte)(value * 7919 >> 3))] },
        { "is binary, not text", [.. Enumerable.Range(0, 4000).Select(value => (byte)(1 + (value % 3)))] },
        { "is UTF-16; convert it to UTF-8 first, for example with iconv -f UTF-16 -t UTF-8", Encoding.Unicode.GetBytes("\uFEFF" + Lines[0]) },
        { "is UTF-16; convert it to UTF-8 first, for example with iconv -f UTF-16 -t UTF-8", Encoding.BigEndianUnicode.GetBytes(Lines[0]) },
        { "is a ZIP archive; unpack it first (gzip alone is unpacked here)", [.. "PK\x03\x04"u8, .. new byte[100]] },
        { "is compressed by zstd; unpack it first (gzip alone is unpacked here)", [0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3] },
        { "is gzip within gzip; unpack it first (gzip alone is unpacked here)", Logs.Gzip(Logs.Gzip(Logs.Bytes(Lines[..10]))) },
        { "is a tar archive; unpack it first", [.. Encoding.ASCII.GetBytes("access.log".PadRight(257, '0')), .. "ustar\0"u8] },
        { "is no access log: line 1 is longer than 65536 bytes", Encoding.ASCII.GetBytes(new string('x', 1_000_000)) },
        { "has no line of a known format (common, combined, vhost-combined, nginx-json, w3c) among its first 2", "# A list\nof things\n"u8.ToArray() },
        {
            "has no client addresses: the client is no IP address on any line that is otherwise as it should be. Log the client's address "
                + "(%a in Apache httpd, $remote_addr in nginx, c-ip in IIS), not its host name",
            Logs.Bytes(Enumerable.Range(0, 5).Select(index => Logs.Combined(Logs.Evening, $"host-{index}.example.net")))
        },
        {
            "has no client addresses: no field tells the client's address on any line that is otherwise as it should be. Log the client's address "
                + "(%a in Apache httpd, $remote_addr in nginx, c-ip in IIS), not its host name",
            "#Fields: date time cs-method cs-uri-stem sc-status\n2016-11-09 04:00:00 GET / 200\n"u8.ToArray()
        },
    };

    [Theory]
    [MemberData(nameof(NoLogs))]
    public async Task Open_WhatIsNoLog_SaysWhatItIs(string message, byte[] bytes)
    {
        var failure = await Assert.ThrowsAsync<LogException>(() => OpenAsync(bytes));

        Assert.Equal(message, failure.Message);
    }

    [Fact]
    public async Task Open_GivenFormatThatItIsNot_SaysWhyNot()
    {
        using var stream = new MemoryStream(Logs.Bytes(Lines[..3]));

        var failure = await Assert.ThrowsAsync<LogException>(() => AccessLog.OpenAsync("-", stream, LogFormat.NginxJson, ParsedLine.Classifier, Cancellation));

        Assert.Equal("has no line of the format nginx-json among its first 3: it is no JSON; nginx writes it with escape=json", failure.Message);
    }

    [Fact]
    public async Task Open_FileThatIsNone_SaysWhy()
    {
        var folder = Directory.CreateTempSubdirectory("affluence-logs-").FullName;

        Assert.Equal("is a directory; name the files in it", (await Assert.ThrowsAsync<LogException>(() => OpenFileAsync(folder))).Message);
        Assert.Equal("does not exist", (await Assert.ThrowsAsync<LogException>(() => OpenFileAsync(Path.Combine(folder, "no.log")))).Message);

        static Task<AccessLog> OpenFileAsync(string path) => AccessLog.OpenAsync(path, Stream.Null, null, ParsedLine.Classifier, Cancellation);
    }

    [Fact]
    public async Task FirstPageView_OfALogThatGrewOrWasPacked_IsTheSame()
    {
        var asset = Logs.Combined(Logs.Evening, path: "/a.css");
        var page = Logs.Combined(Logs.Evening, userAgent: @"a \x5cx22 b");
        byte[][] logs =
        [
            Logs.Bytes([asset, page]), Logs.Bytes([asset, page, .. Lines]), Logs.Gzip(Logs.Bytes([asset, page])), Logs.Bytes([asset, page], "\r\n"),
        ];

        foreach (var bytes in logs)
        {
            await using var log = await OpenAsync(bytes);

            Assert.Equal(page, Encoding.ASCII.GetString(log.FirstPageView));
        }
    }

    private static Task<AccessLog> OpenAsync(byte[] bytes) =>
        AccessLog.OpenAsync("-", new MemoryStream(bytes), null, ParsedLine.Classifier, Cancellation);

    private static async Task<(int Entries, int Bad)> CountAsync(AccessLog log)
    {
        var read = await ReadAsync(log);
        return (read.Entries, read.Bad);
    }

    private static async Task<ReadLog> ReadAsync(AccessLog log, ReadLog? read = null)
    {
        read ??= new ReadLog();
        await foreach (var block in log.ReadAsync(false, (block, _) => Task.FromResult(block), Cancellation))
        {
            foreach (var entry in block.Entries)
            {
                read.All.Add(((int)block.FirstLine - 1 + entry.Line, entry.Seconds));
            }

            read.Shown.AddRange(block.ShownBadLines);
            read.Lines += block.Lines;
            read.Entries += block.EntryCount;
            read.Bad += block.BadLines;
            read.Blocks++;
        }

        return read;
    }

    private sealed class ReadLog
    {
        public int Blocks { get; set; }

        public int Lines { get; set; }

        public int Entries { get; set; }

        public int Bad { get; set; }

        public List<(int Line, long Seconds)> All { get; } = [];

        public List<BadLine> Shown { get; } = [];
    }

    /// <summary>Gives at most 1,000 bytes at a time, as a pipe does.</summary>
    private sealed class Dribble(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1000)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span));
    }

    /// <summary>A beginning, and then one byte again and again.</summary>
    private sealed class Endless(byte[] beginning, byte rest) : MemoryStream(beginning)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var length = Read(buffer.Span);
            buffer.Span[length..].Fill(rest);
            return ValueTask.FromResult(buffer.Length);
        }
    }
}

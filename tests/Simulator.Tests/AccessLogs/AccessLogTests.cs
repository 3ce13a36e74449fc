using System.Text;
using Affluence.Simulator.AccessLogs;
using FsCheck;
using FsCheck.Fluent;

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
    [InlineData("json", """{"time":1478664000,"remote_addr":"192.0.2.1","request":"GET /en HTTP/1.1","status":200}""")]
    [InlineData("w3c", "#Software: IIS\n#Fields: date time c-ip cs-method cs-uri-stem sc-status\n2016-11-09 04:00:00 192.0.2.1 GET /en 200")]
    public async Task Open_LogOfAKnownFormat_RecognisesIt(string format, string log)
    {
        await using var opened = await OpenAsync(Encoding.ASCII.GetBytes(log.TrimEnd() + "\n"));

        Assert.Equal(format, opened.Shape.ToString());
        Assert.Equal(1, (await ReadAsync(opened)).Entries);
    }

    [Fact]
    public async Task Open_CombinedLogWithBadUserAgents_IsNotTakenForCommon()
    {
        await using var log = await OpenAsync(Logs.Bytes([.. Lines[..4], .. Lines[4..6].Select(line => line[..^1])]));

        Assert.Equal(LogFormat.Combined, log.Shape.Format);
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
        await using var log = await AccessLog.OpenAsync("-", new Dribble(Logs.Bytes(Lines)), ParsedLine.Reading, Cancellation);

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

        Assert.Equal((6, 1), await CountAsync(log));
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

    [Theory]
    [InlineData(65_537)]
    [InlineData(96 * 1024)]
    [InlineData(LogBlock.Capacity)]
    [InlineData(5 * LogBlock.Capacity)]
    public async Task Read_LineThatIsTooLong_IsOneBadLine(int length)
    {
        await using var log = await OpenAsync(Logs.Bytes([.. Lines[..10], new string('x', length), .. Lines[10..20]]));

        var read = await ReadAsync(log);

        Assert.Equal((21, 20, 1), (read.Lines, read.Entries, read.Bad));
        Assert.Equal("line 11: it is longer than 65536 bytes", Assert.Single(read.Shown).ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(LogBlock.Capacity + 1)]
    [InlineData(9 * LogBlock.Capacity)]
    public async Task Read_NulsBeforeALine_AreOneBadLineAndTheLineIsRead(int nuls)
    {
        byte[] front = [.. new byte[nuls], .. Logs.Bytes(Lines[..10])];
        await using var atFront = await OpenAsync(front);
        await using var within = await OpenAsync([.. Logs.Bytes(Lines[..10]), .. front]);
        await using var packed = await OpenAsync(Logs.Gzip(front));

        Assert.Equal((10, 1), await CountAsync(atFront));
        Assert.Equal((20, 1), await CountAsync(within));
        Assert.Equal((10, 1), await CountAsync(packed));
    }

    /// <summary>Whatever lines come, of whatever length: each is read, bad, or blank, and the lines around it are what they are without it.</summary>
    [Fact]
    public void Read_AnyLineAmongOthers_LeavesTheOthersAsTheyAre() =>
        Prop.ForAll(
            (from letter in Gen.Elements((byte)'x', (byte)0, (byte)' ', (byte)'"', (byte)'[', (byte)'{')
             from length in Gen.Elements(1, 100, 65_535, 65_536, 65_537, LogBlock.Capacity - 1, LogBlock.Capacity, LogBlock.Capacity + 1)
             from before in Gen.Choose(1, 40)
             select (letter, length, before)).ToArbitrary(),
            line =>
            {
                byte[] bytes = [.. Logs.Bytes(Lines[..line.before]), .. Enumerable.Repeat(line.letter, line.length), (byte)'\n', .. Logs.Bytes(Lines[line.before..50])];
                var log = Task.Run(() => OpenAsync(bytes)).GetAwaiter().GetResult();
                var read = Task.Run(() => ReadAsync(log)).GetAwaiter().GetResult();
                return read.Entries == 50 && read.Bad == 1 && read.Lines == 51;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

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
        { "is binary, not text", [.. Enumerable.Range(0, 4000).Select(value => (byte)(value * 7919 >> 3))] },
        { "is binary, not text", [.. Enumerable.Range(0, 4000).Select(value => (byte)(1 + (value % 3)))] },
        { "is UTF-16; convert it to UTF-8 first, for example with iconv -f UTF-16 -t UTF-8", Encoding.Unicode.GetBytes("\uFEFF" + Lines[0]) },
        { "is UTF-16; convert it to UTF-8 first, for example with iconv -f UTF-16 -t UTF-8", Encoding.BigEndianUnicode.GetBytes(Lines[0]) },
        { "is a ZIP archive; unpack it first, for example with unzip -p FILE, and give - for standard input", [.. "PK\x03\x04"u8, .. new byte[100]] },
        { "is a zstd file that is cut off or damaged, or has something else behind it", [0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3] },
        { "is UTF-32; convert it to UTF-8 first, for example with iconv -f UTF-32 -t UTF-8", Encoding.UTF32.GetBytes("\uFEFF" + Lines[0]) },
        { "is packed by lz4; unpack it first, for example with lz4 -dc FILE, and give - for standard input", [0x04, 0x22, 0x4d, 0x18, .. new byte[100]] },
        { "is packed by compress; unpack it first, for example with gzip -dc FILE, and give - for standard input", [0x1f, 0x9d, 0x90, .. "abc"u8] },
        { "is packed by lzma; unpack it first, for example with xz -dc FILE, and give - for standard input", [0x5d, 0, 0, 0x80, 0, .. new byte[100]] },
        { "is packed twice; unpack it once, and give - for standard input", Logs.Gzip(Logs.Gzip(Logs.Bytes(Lines[..3]))) },
        {
            "has lines that end with a carriage return alone; convert it first, for example with tr '\\r' '\\n' < FILE, and give - for standard input",
            Logs.Bytes(Lines[..3], "\r")
        },
        {
            "is a tar archive; unpack it first, for example with tar -xOf FILE, and give - for standard input",
            [.. Encoding.ASCII.GetBytes("access.log".PadRight(257, '0')), .. "ustar\0"u8]
        },
        {
            "has no client addresses: the client is no IP address on any line that is otherwise as it should be, as line 1 of the format combined. Log the client's address "
                + "(%a in Apache httpd, $remote_addr in nginx, c-ip in IIS, %DOWNSTREAM_REMOTE_ADDRESS% in Envoy), not its host name; or name the field it is in with --client",
            Logs.Bytes(Enumerable.Range(0, 5).Select(index => Logs.Combined(Logs.Evening, $"host-{index}.example.net")))
        },
        {
            "has no client addresses: no field tells the client's address on any line that is otherwise as it should be, as line 2 of the format w3c. Log the client's address "
                + "(%a in Apache httpd, $remote_addr in nginx, c-ip in IIS, %DOWNSTREAM_REMOTE_ADDRESS% in Envoy), not its host name; or name the field it is in with --client",
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
        var reading = ParsedLine.Reading with { Candidates = [LogFormat.Json] };

        var failure = await Assert.ThrowsAsync<LogException>(() => AccessLog.OpenAsync("-", stream, reading, Cancellation));

        Assert.StartsWith(
            "has no line of the format json among its first 3. It comes closest to json: line 1, column 1: it is no JSON object",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.0.2.1 - - [08/Nov/2016:23:00:00 -0500] GET /en HTTP/1.1 200 5120", "line 1, column 11: there is no time as [08/Nov/2016:23:00:00 -0500] before a quote")]
    [InlineData("192.0.2.1 - - [08/Nov/2016:23:00:00 -0500] \"GET /en HTTP/1.1\" OK 5120", "the status is no number from 100 to 599")]
    [InlineData("192.0.2.1 - - [08/Nov/2016:23:00:00] \"GET /en HTTP/1.1\" 200 5120", "its time has no offset from UTC: say with --time-zone which zone it is in")]
    public async Task Open_LogOfNoKnownFormat_SaysWhereAndWhatWasExpected(string line, string reason)
    {
        var failure = await Assert.ThrowsAsync<LogException>(() => OpenAsync(Logs.Bytes([line, line])));

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.Contains("line 1", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2.1", failure.Message, StringComparison.Ordinal);
    }

    public static TheoryData<byte[]> Empty => new(
        [], Logs.Gzip([]), "\n\r\n\n"u8.ToArray(), " \n\t \n"u8.ToArray(), new byte[5000], new byte[3 * LogBlock.Capacity], Logs.Gzip(new byte[5000]), [0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 7], "#Software: IIS\n#Fields: date time c-ip\n"u8.ToArray());

    [Theory]
    [MemberData(nameof(Empty))]
    public async Task Open_EmptyLog_IsEmpty(byte[] bytes)
    {
        await using var log = await OpenAsync(bytes);

        Assert.True(log.IsEmpty);
        Assert.Equal(0, (await ReadAsync(log)).Lines);
    }

    [Theory]
    [InlineData("xz -c", "xz")]
    [InlineData("bzip2 -c", "bzip2")]
    [InlineData("zstd -qc", "zstd")]
    public async Task Read_PackedByOthers_IsUnpacked(string command, string program)
    {
        Assert.SkipUnless(Tools.Has(program), $"{program} is not installed.");
        await using var log = await OpenAsync(Tools.Pipe(command, Logs.Bytes(Lines)));

        Assert.Equal((ManyLines, 0), await CountAsync(log));
    }

    /// <summary>Packed files that were appended to one another are one, as their own tools have it.</summary>
    [Theory]
    [InlineData("xz -c", "xz")]
    [InlineData("bzip2 -c", "bzip2")]
    [InlineData("zstd -qc", "zstd")]
    public async Task Read_PackedByOthersOneBehindTheOther_AreAllRead(string command, string program)
    {
        Assert.SkipUnless(Tools.Has(program), $"{program} is not installed.");
        await using var log = await OpenAsync([.. Tools.Pipe(command, Logs.Bytes(Lines[..500])), .. Tools.Pipe(command, Logs.Bytes(Lines[500..600]))]);

        Assert.Equal((600, 0), await CountAsync(log));
    }

    [Theory]
    [InlineData("bzip2 -c", "bzip2")]
    [InlineData("zstd -qc", "zstd")]
    public async Task Read_TextBehindWhatOthersPacked_IsRefused(string command, string program)
    {
        Assert.SkipUnless(Tools.Has(program), $"{program} is not installed.");
        byte[] bytes = [.. Tools.Pipe(command, Logs.Bytes(Lines[..500])), .. Logs.Bytes(Lines[500..600])];

        var failure = await Assert.ThrowsAsync<LogException>(async () =>
        {
            await using var log = await OpenAsync(bytes);
            await CountAsync(log);
        });

        Assert.Equal($"is a {program} file that is cut off or damaged, or has something else behind it", failure.Message);
    }

    [Theory]
    [InlineData(4, 4, 0)]
    [InlineData(0, 100_000, 100_000)]
    [InlineData(8, 3, 3)]
    public async Task Read_BytesBehindXz_AreCountedUnlessTheyPad(int padding, int trailing, long counted)
    {
        Assert.SkipUnless(Tools.Has("xz"), "xz is not installed.");
        byte[] tail = counted == 0 ? new byte[trailing] : [.. Enumerable.Repeat((byte)'x', trailing)];
        await using var log = await OpenAsync([.. Tools.Pipe("xz -c", Logs.Bytes(Lines)), .. new byte[padding], .. Tools.Pipe("xz -c", Logs.Bytes(Lines[..10])), .. tail]);

        Assert.Equal((ManyLines + 10, 0), await CountAsync(log));
        Assert.Equal(counted, log.TrailingBytes);
    }

    [Theory]
    [InlineData("203.0.113.1 - - [x", 18)]
    [InlineData("\u0001\u0002", 2)]
    public async Task Read_BytesBehindGzip_AreCountedAndNotRead(string trailing, int count)
    {
        await using var log = await OpenAsync([.. Logs.Gzip(Logs.Bytes(Lines[..500])), .. Logs.Gzip(Logs.Bytes(Lines[500..600])), .. Encoding.ASCII.GetBytes(trailing)]);

        Assert.Equal((600, 0), await CountAsync(log));
        Assert.Equal(count, log.TrailingBytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(100_000)]
    public async Task Read_NulsBehindGzip_AreFilling(int nuls)
    {
        await using var log = await OpenAsync([.. Logs.Gzip(Logs.Bytes(Lines)), .. new byte[nuls]]);

        Assert.Equal((ManyLines, 0), await CountAsync(log));
        Assert.Equal(0, log.TrailingBytes);
    }

    /// <summary>Whatever stands behind a packed log, and however it comes: what is packed is read, and that there is something is known.</summary>
    [Fact]
    public void Read_AnythingBehindGzip_IsNoticed() =>
        Prop.ForAll(
            (from lines in Gen.Choose(1, 3000)
             from length in Gen.Elements(1, 2, 17, 4095, 4096, 4097, 8192, 70_000)
             from first in Gen.Choose(1, 30)
             select (lines, length, first)).ToArbitrary(),
            packed =>
            {
                byte[] bytes = [.. Logs.Gzip(Logs.Bytes(Lines[..packed.lines])), .. Enumerable.Repeat((byte)packed.first, packed.length)];
                var log = Task.Run(() => AccessLog.OpenAsync("-", new Dribble(bytes), ParsedLine.Reading, Cancellation)).GetAwaiter().GetResult();
                return Task.Run(() => ReadAsync(log)).GetAwaiter().GetResult().Entries == packed.lines && log.TrailingBytes > 0 && log.TrailingBytes <= packed.length;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public async Task Open_FileThatIsNone_SaysWhy()
    {
        var folder = Directory.CreateTempSubdirectory("affluence-logs-").FullName;

        Assert.Equal("is a directory; name the files in it", (await Assert.ThrowsAsync<LogException>(() => OpenFileAsync(folder))).Message);
        Assert.Equal("does not exist", (await Assert.ThrowsAsync<LogException>(() => OpenFileAsync(Path.Combine(folder, "no.log")))).Message);

        static Task<AccessLog> OpenFileAsync(string path) => AccessLog.OpenAsync(path, Stream.Null, ParsedLine.Reading, Cancellation);
    }

    [Theory]
    [InlineData("{\n  \"time\": 1478664000,\n  \"status\": 200\n}", "line 1, column 1: the object does not end in its line, where one a line is expected: jq -c . makes it that")]
    [InlineData("{\"time\":1478664000,}", "line 1, column 20: it is no JSON; nginx writes it with escape=json")]
    public async Task Open_JsonThatIsNotOneObjectALine_SaysSo(string text, string reason)
    {
        var failure = await Assert.ThrowsAsync<LogException>(() => OpenAsync(Encoding.ASCII.GetBytes(text)));

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    /// <summary>pzstd begins with a frame that is to be skipped.</summary>
    [Fact]
    public async Task Read_ZstdBehindAFrameToBeSkipped_IsUnpacked()
    {
        Assert.SkipUnless(Tools.Has("zstd"), "zstd is not installed.");
        await using var log = await OpenAsync([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4, .. Tools.Pipe("zstd -qc", Logs.Bytes(Lines))]);

        Assert.Equal((ManyLines, 0), await CountAsync(log));
    }

    [Fact]
    public async Task Beginning_OfALogThatGrewOrWasPacked_IsTheSame()
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

            Assert.Equal(page, Encoding.ASCII.GetString(log.Beginning.FirstPageView));
        }
    }

    private static Task<AccessLog> OpenAsync(byte[] bytes) =>
        AccessLog.OpenAsync("-", new MemoryStream(bytes), ParsedLine.Reading, Cancellation);

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
}

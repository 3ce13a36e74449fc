using System.Text;
using Affluence.Gateway.Capture;
using Affluence.Gateway.Tests.Fakes;
using Microsoft.Data.Sqlite;

namespace Affluence.Gateway.Tests.Spool;

/// <summary>Whatever state the folder is in, batches go on.</summary>
public sealed class SpoolKeeperTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeStore _store = new();

    public static TheoryData<string> Damages => ["noise", "text", "half", "noise in the middle", "another program's", "another version's"];

    private string File => _directory.File("spool-0.db");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Damages))]
    public void DamagedFile_IsSetAsideAndReplaced(string damage)
    {
        Damage(damage);

        using var bench = new SpoolBench(_directory.Path);
        bench.Flush(SpoolBench.BatchOf(0, visitors: 3));

        Assert.Null(bench.Status.Trouble);
        Assert.Equal(3, bench.Balance.Stages[HitStage.Spooled]);
        Assert.Single(Directory.GetFiles(_directory.Path, "*.damaged"));
        _store.TakeAll(bench);
        Assert.Equal(3, _store.Requests.Values.Sum());
    }

    [Fact]
    public void EmptyFile_AndNoiseForALog_AreNoDamage()
    {
        System.IO.File.WriteAllBytes(File, []);
        System.IO.File.WriteAllBytes(File + "-wal", [.. Enumerable.Range(0, 5_000).Select(number => (byte)number)]);

        using var bench = new SpoolBench(_directory.Path);
        bench.Flush(SpoolBench.BatchOf(0, visitors: 3));

        Assert.Null(bench.Status.Trouble);
        Assert.Equal(3, bench.Balance.Stages[HitStage.Spooled]);
        Assert.Empty(Directory.GetFiles(_directory.Path, "*.damaged"));
    }

    [Fact]
    public void FlippedBit_InWhatWasRecorded_IsNeverSent()
    {
        using (var first = new SpoolBench(_directory.Path))
        {
            first.Flush(SpoolBench.BatchOf(0, visitors: 3, first: 0x1122_3344_5566_7700), SpoolBench.BatchOf(1, visitors: 2, first: 0x0101));
            first.Kill();
        }

        var bytes = System.IO.File.ReadAllBytes(File);
        var visitor = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x00, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11]);
        bytes[visitor + 3] ^= 1;
        System.IO.File.WriteAllBytes(File, bytes);

        using var second = new SpoolBench(_directory.Path);
        second.Flush();
        do
        {
            _store.TakeAll(second);
            second.Flush();
        }
        while (second.Status.Owed > 0);

        Assert.Equal([0x0101UL, 0x0102UL], _store.Visitors.Select(visitor => visitor.Visitor).Order());
        Assert.Equal((5, 3), (second.Balance.Recovered, second.Balance.Dropped[DropReason.SpoolLost]));
        Assert.Equal(3, _store.DroppedHits[SpoolBench.Key(0).Bucket]);
        Assert.Equal((0, 0), (second.Balance.Unaccounted, second.Balance.Pending));
    }

    [Fact]
    public void FolderThatCannotBeMade_BatchesAreKeptInMemory_AndMoveToDiskOnceItCan()
    {
        var folder = _directory.File("spool");
        System.IO.File.WriteAllText(folder, "a file where the folder should be");
        using var bench = new SpoolBench(folder);
        bench.Flush(SpoolBench.BatchOf(0, visitors: 3));
        Assert.NotNull(bench.Status.Trouble);
        Assert.Equal(3, bench.Balance.Stages[HitStage.Held]);

        System.IO.File.Delete(folder);
        bench.Flush(SpoolBench.BatchOf(1, visitors: 2, first: 100));
        Assert.Equal(5, bench.Balance.Stages[HitStage.Held]);

        bench.Time.Advance(TimeSpan.FromSeconds(10));
        bench.Flush();
        Assert.Null(bench.Status.Trouble);
        Assert.Equal((5, 0), (bench.Balance.Stages[HitStage.Spooled], bench.Balance.Stages[HitStage.Held]));
        bench.Kill();

        using var next = new SpoolBench(folder);
        next.Flush();
        _store.TakeAll(next);
        Assert.Equal(5, _store.Requests.Values.Sum());
    }

    [Fact]
    public void FullDisk_BatchesAreKeptInMemoryAndSent_AndGoToDiskAgainOnceThereIsRoom()
    {
        using var disk = SmallDisk.TryMount(_directory.File("disk"), kilobytes: 256);
        Assert.SkipWhen(disk is null, SmallDisk.MissingReason);
        using var bench = new SpoolBench(disk.Path);
        bench.Flush(SpoolBench.BatchOf(0, visitors: 3));
        Assert.Null(bench.Status.Trouble);

        disk.Fill();
        bench.Flush(SpoolBench.BatchOf(1, visitors: 5_000, first: 100));
        Assert.Contains("full", bench.Status.Trouble, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((3, 5_000), (bench.Balance.Stages[HitStage.Spooled], bench.Balance.Stages[HitStage.Held]));

        // What is on the full disk is sent as well as what is not.
        Assert.Equal(2, _store.TakeAll(bench));
        bench.Flush(SpoolBench.BatchOf(2, visitors: 5_000, first: 10_000));
        disk.Clear();
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        bench.Flush();

        Assert.Null(bench.Status.Trouble);
        Assert.Equal((5_000, 0), (bench.Balance.Stages[HitStage.Spooled], bench.Balance.Stages[HitStage.Held]));
        _store.TakeAll(bench);
        Assert.Equal(10_003, _store.Requests.Values.Sum());
        Assert.Equal(0, bench.Balance.Dropped.Values.Sum());
    }

    [Fact]
    public void ClearedFolder_WhatCanBeReadIsKeptAndGoesToANewFile()
    {
        using var bench = new SpoolBench(_directory.Path);
        bench.Flush(SpoolBench.BatchOf(0, visitors: 3));
        foreach (var file in Directory.GetFiles(_directory.Path))
        {
            System.IO.File.Delete(file);
        }

        bench.Time.Advance(TimeSpan.FromSeconds(30));
        bench.Flush();

        Assert.True(System.IO.File.Exists(File));
        Assert.Equal(3, bench.Balance.Stages[HitStage.Spooled]);
        bench.Kill();
        using var next = new SpoolBench(_directory.Path);
        next.Flush();
        Assert.Equal(3, next.Balance.Recovered);
    }

    [Fact]
    public void TwoGateways_InOneFolder_HaveAFileEach()
    {
        using var one = new SpoolBench(_directory.Path);
        using var other = new SpoolBench(_directory.Path);
        one.Flush(SpoolBench.BatchOf(0, visitors: 3, writer: "one"));
        other.Flush(SpoolBench.BatchOf(0, visitors: 2, first: 100, writer: "other"));

        Assert.NotEqual(one.Status.File, other.Status.File);
        Assert.Equal((0, 0), (one.Balance.Recovered, other.Balance.Recovered));
        Assert.Equal(1, _store.TakeAll(one));
        Assert.Equal(1, _store.TakeAll(other));
        Assert.Equal(5, _store.Requests.Values.Sum());
    }

    [Fact]
    public void GatewayThatIsGone_IsInheritedByTheOther()
    {
        using var one = new SpoolBench(_directory.Path);
        one.Flush();
        var other = new SpoolBench(_directory.Path);
        other.Flush(SpoolBench.BatchOf(0, visitors: 2, writer: "other"));
        var file = other.Status.File!;
        other.Kill();

        one.Time.Advance(TimeSpan.FromSeconds(30));
        one.Flush(SpoolBench.BatchOf(3, visitors: 1, first: 100, writer: "one"));
        Assert.Equal((2, 1), (one.Balance.Recovered, one.Status.AdoptedFiles));
        _store.TakeAll(one);
        Assert.Equal(3, _store.Requests.Values.Sum());

        // Once the store can no longer forget it.
        one.Time.Advance(TimeSpan.FromMinutes(2));
        one.Flush(SpoolBench.BatchOf(15, visitors: 1, first: 200, totalSoFar: 1, writer: "one"));
        _store.TakeAll(one);
        one.Flush();
        one.Time.Advance(TimeSpan.FromSeconds(30));
        one.Flush();
        Assert.Equal(0, one.Status.AdoptedFiles);
        Assert.False(System.IO.File.Exists(file));
        Assert.Equal((4, 0, 0), (one.Balance.Acknowledged, one.Balance.Pending, one.Balance.Unaccounted));
    }

    [Fact]
    public void Files_AreTheOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has other rights.");
            return;
        }

        var folder = _directory.File("spool");
        using var bench = new SpoolBench(folder);
        bench.Flush(SpoolBench.BatchOf(0, visitors: 3));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, System.IO.File.GetUnixFileMode(folder));
        var files = Directory.GetFiles(folder);
        Assert.Contains(files, file => file.EndsWith("-wal", StringComparison.Ordinal));
        foreach (var file in files)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void WhatIsForgotten_IsGoneFromTheDisk()
    {
        using var bench = new SpoolBench(_directory.Path);
        bench.Flush(SpoolBench.BatchOf(0, visitors: 1_000, first: 0x1122_3344_5566_7700));
        Assert.True(IsOnDisk([0x66, 0x55, 0x44, 0x33, 0x22, 0x11]));

        _store.TakeAll(bench);
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        bench.Flush(SpoolBench.BatchOf(12, visitors: 1));
        _store.TakeAll(bench);
        bench.Flush();
        bench.Time.Advance(TimeSpan.FromSeconds(30));
        bench.Flush();

        Assert.False(IsOnDisk([0x66, 0x55, 0x44, 0x33, 0x22, 0x11]));
    }

    [Fact]
    public void RoomThatIsNotNeeded_IsGivenBack()
    {
        using var bench = new SpoolBench(_directory.Path);
        for (var bucket = 0; bucket < 40; bucket++)
        {
            bench.Flush(SpoolBench.BatchOf(bucket, visitors: 100_000, first: (ulong)bucket * 100_000));
        }

        _store.TakeAll(bench);
        bench.Time.Advance(TimeSpan.FromMinutes(10));
        bench.Flush(SpoolBench.BatchOf(60, visitors: 1));
        _store.TakeAll(bench);
        bench.Flush();
        bench.Time.Advance(TimeSpan.FromSeconds(30));
        bench.Flush();

        Assert.InRange(new FileInfo(File).Length, 0, 20 << 20);
    }

    private bool IsOnDisk(ReadOnlySpan<byte> bytes)
    {
        foreach (var file in Directory.GetFiles(_directory.Path, "*.db*"))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            if (content.AsSpan().IndexOf(bytes) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private void Damage(string damage)
    {
        if (damage is "half" or "noise in the middle")
        {
            using (var bench = new SpoolBench(_directory.Path))
            {
                bench.Flush([.. Enumerable.Range(0, 50).Select(bucket => SpoolBench.BatchOf(bucket, visitors: 200))]);
                bench.Kill();
            }

            var bytes = System.IO.File.ReadAllBytes(File);
            bytes.AsSpan(4_096, 8_192).Fill(0xA5);
            System.IO.File.WriteAllBytes(File, damage == "half" ? bytes[..((bytes.Length / 2) + 100)] : bytes);
            return;
        }

        switch (damage)
        {
            case "noise":
                System.IO.File.WriteAllBytes(File, [.. Enumerable.Range(0, 20_000).Select(number => (byte)(number * 7))]);
                break;
            case "text":
                System.IO.File.WriteAllText(File, string.Concat(Enumerable.Repeat("no database at all\n", 1_000)), Encoding.UTF8);
                break;
            default:
                using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
                {
                    connection.Open();
                    using var command = connection.CreateCommand();
                    command.CommandText = damage == "another version's"
                        ? "PRAGMA user_version = 99; CREATE TABLE parts (x);"
                        : "CREATE TABLE contacts (name TEXT); INSERT INTO contacts VALUES ('somebody');";
                    command.ExecuteNonQuery();
                }

                break;
        }
    }
}

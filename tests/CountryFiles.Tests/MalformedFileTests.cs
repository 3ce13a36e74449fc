using FsCheck;
using FsCheck.Fluent;

namespace Affluence.CountryFiles.Tests;

/// <summary>A file may be anything. It is refused for a reason, or read; with no more work and memory than its length warrants.</summary>
public sealed class MalformedFileTests
{
    /// <summary>
    /// A small file that is read takes 3 MB, most of it the tables' first levels. All garbage of the largest of the malformed ones, 1.5 MB, is
    /// less than this too.
    /// </summary>
    private const long MaxAllocated = 16 * 1024 * 1024;

    /// <summary>Only to end a test that would never end; each takes milliseconds.</summary>
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(1);

    private static readonly byte[] Nested = new MmdbWriter("GeoLite2-Country")
        .Add("1.0.0.0/8", new() { ["country"] = new Dictionary<string, object> { ["iso_code"] = "CA", ["geoname_id"] = 6251999u } })
        .Add("2a00::/12", new() { ["registered_country"] = new Dictionary<string, object> { ["iso_code"] = "FR" } })
        .ToArray();

    private static readonly byte[] Flat = new MmdbWriter("DBIP-Country-Lite", ipVersion: 4)
        .Add("1.0.0.0/8", new() { ["country_code"] = "CA" }).Add("2.0.0.0/7", new() { ["country_code"] = "US" }).ToArray();

    public static TheoryData<string> Names => [.. MalformedFiles.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task Read_MalformedFile_IsRefusedForAReason(string name)
    {
        var refusal = await RefusalOfAsync(MalformedFiles.All[name]);

        Assert.NotNull(refusal);
        Assert.InRange(refusal.Message.Length, 10, 500);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    /// <summary>What the malformed ones are made of is not what they are refused for.</summary>
    [Fact]
    public async Task Read_SoundFileMadeInTheSameWay_IsRead() => Assert.Null(await RefusalOfAsync(MalformedFiles.Sound));

    [Fact]
    public async Task Read_FileCutAnywhere_IsRefused()
    {
        for (var length = 0; length < Flat.Length; length++)
        {
            Assert.NotNull(await RefusalOfAsync(Flat[..length]));
        }
    }

    [Fact]
    public void Read_FileWithBitsFlipped_IsReadOrRefusedAndNothingElse() =>
        Prop.ForAll(
            (from file in Gen.Elements(Nested, Flat)
             from flips in Gen.Choose(0, (file.Length * 8) - 1).NonEmptyListOf()
             select (file, flips)).ToArbitrary(),
            async Task<bool> (input) =>
            {
                var damaged = (byte[])input.file.Clone();
                foreach (var bit in input.flips)
                {
                    damaged[bit / 8] ^= (byte)(1 << (bit % 8));
                }

                await RefusalOfAsync(damaged);
                return true;
            }).Check(Config.QuickThrowOnFailure.WithEndSize(12).WithMaxTest(150));

    [Fact]
    public void Read_FileWithBytesInserted_IsReadOrRefusedAndNothingElse() =>
        Prop.ForAll(
            (from at in Gen.Choose(0, Flat.Length - 1)
             from bytes in ArbMap.Default.GeneratorFor<byte>().NonEmptyListOf()
             select (at, bytes)).ToArbitrary(),
            async Task<bool> (input) =>
            {
                await RefusalOfAsync([.. Flat[..input.at], .. input.bytes, .. Flat[input.at..]]);
                return true;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    /// <exception cref="Exception">Anything but a refusal, which fails the test.</exception>
    private static Task<CountryFileException?> RefusalOfAsync(byte[] file) => Task.Run(
        () =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            CountryFileException? refusal = null;
            try
            {
                CountryFile.Read(file, TestContext.Current.CancellationToken);
            }
            catch (CountryFileException exception)
            {
                refusal = exception;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocated);
            return refusal;
        },
        TestContext.Current.CancellationToken).WaitAsync(Never, TimeProvider.System, TestContext.Current.CancellationToken);
}

using System.Globalization;
using Affluence.Counter.V1;
using Affluence.Simulator.Tests.AccessLogs;
using Affluence.Simulator.Tests.Fakes;
using Affluence.Testing.Stores;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Affluence.Simulator.Tests.Import;

/// <summary>An import is retracted by its name, and all figures are what they would be without it.</summary>
public sealed class RetractTests
{
    private static readonly TimeSpan[] Windows = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30)];

    [Theory]
    [MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task Retract_OneOfTwoImportsBesideALiveGateway_LeavesTheOtherAndTheGateway(StoreKind kind)
    {
        await using var both = await RealServices.StartAsync(kind);
        await using var one = await RealServices.StartAsync(kind);
        using var folder = new ImportFolder(both.Counter, both.Geo);
        using var other = new ImportFolder(one.Counter, one.Geo);
        string[] a = [.. Lines(seed: 1)], b = [.. Lines(seed: 2)];
        var (first, second) = (folder.Write("a.log", a), folder.Write("b.log", b));

        Assert.Equal(0, (await folder.ImportAsync(first)).Code);
        Assert.Equal(0, (await folder.ImportAsync(second, "--name", "right")).Code);
        await both.RecordAsync(Live());
        var withBoth = await ReadAsync(both);
        Directory.CreateDirectory(Path.GetDirectoryName(other.KeyFile)!);
        File.Copy(folder.KeyFile, other.KeyFile);
        Assert.Equal(0, (await other.ImportAsync(other.Write("b.log", b))).Code);
        await one.RecordAsync(Live());
        var without = await ReadAsync(one);
        Assert.NotEqual(without, withBoth);

        var (code, output, error) = await folder.RetractAsync("a.log");

        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("a.log: retracted, 10 minutes from 2016-11-09T04:00:00Z to 2016-11-09T04:09:00Z.", output, StringComparison.Ordinal);
        Assert.Equal(without, await ReadAsync(both));

        var again = await folder.RetractAsync("a.log");
        Assert.Equal(0, again.Code);
        Assert.StartsWith("a.log was retracted already, on ", again.Output, StringComparison.Ordinal);
        Assert.Equal(without, await ReadAsync(both));

        // It was right after all.
        Assert.Equal(0, (await folder.ImportAsync(first)).Code);
        Assert.Equal(withBoth, await ReadAsync(both));
        Assert.Equal(0, (await folder.RetractAsync("a.log")).Code);
        Assert.Equal(without, await ReadAsync(both));
    }

    /// <summary>The same log under two names is counted once, and still there when one of the names is retracted.</summary>
    [Fact]
    public async Task Retract_LogThatWasImportedUnderTwoNames_LeavesTheOther()
    {
        await using var services = await RealServices.StartAsync(StoreKind.Garnet);
        using var folder = new ImportFolder(services.Counter, services.Geo);
        var log = folder.Write("access.log", Lines(seed: 3));
        Assert.Equal((0, ""), await CodeAndErrorAsync(folder, log));
        var once = await ReadAsync(services);

        Assert.Equal((0, ""), await CodeAndErrorAsync(folder, folder.Write("access.log.1", Lines(seed: 3))));
        Assert.Equal(once, await ReadAsync(services));
        Assert.Equal(0, (await folder.RetractAsync("access.log")).Code);
        Assert.Equal(once, await ReadAsync(services));
        Assert.Equal(0, (await folder.RetractAsync("access.log.1")).Code);
        Assert.All(await ReadAsync(services), window => Assert.DoesNotContain("visitors", window, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Retract_ImportThatWasBrokenOff_RetractsWhatWasRecordedOfIt()
    {
        await using var services = await FakeServices.StartAsync();
        using var folder = new ImportFolder(services.Address, services.Address);
        var log = folder.Write("access.log", Lines(seed: 4));
        services.RefuseAfter(5, StatusCode.InvalidArgument);
        Assert.Equal(3, (await folder.ImportAsync(log)).Code);

        Assert.Contains("broken off", (await folder.ListAsync()).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await folder.RetractAsync("access.log")).Code);

        Assert.NotEmpty(services.Records);
        Assert.Equal(services.Records.Select(record => record.Source).Distinct(), services.Retracted);
    }

    /// <summary>What the counter would not have is not there; what was recorded of it before by a better token is.</summary>
    [Fact]
    public async Task List_ImportThatWasRefusedForItsToken_IsNotAmongThem()
    {
        await using var services = await FakeServices.StartAsync();
        using var folder = new ImportFolder(services.Address, services.Address);
        var log = folder.Write("access.log", Lines(seed: 7));
        services.Token = "a3f1c9e07b5d48261f0c9ab7e4d35826";

        Assert.Equal(3, (await folder.ImportAsync(log)).Code);
        Assert.Equal("Nothing was imported under this key.", (await folder.ListAsync()).Output.Trim());
        Assert.Equal(2, (await folder.RetractAsync("access.log")).Code);

        services.Token = null;
        services.RefuseAfter(5, StatusCode.Unauthenticated);
        Assert.Equal(3, (await folder.ImportAsync(log)).Code);
        Assert.Contains("broken off", (await folder.ListAsync()).Output, StringComparison.Ordinal);

        Assert.Equal(3, (await folder.ImportAsync(log)).Code);
        Assert.Contains("broken off", (await folder.ListAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retract_CounterThatHoldsItNoMore_SaysWhyAndListsItStill()
    {
        await using var services = await FakeServices.StartAsync();
        using var folder = new ImportFolder(services.Address, services.Address);
        await folder.ImportAsync(folder.Write("access.log", Lines(seed: 5)));
        services.RetractAnswer = new Status(StatusCode.FailedPrecondition, "source: 3 of its minutes are no longer held");

        var refused = await folder.RetractAsync("access.log");
        Assert.Equal((3, "access.log can't be retracted: source: 3 of its minutes are no longer held."), (refused.Code, refused.Error.Trim()));

        services.RetractAnswer = Status.DefaultSuccess;
        services.Uncountable = 2;
        var standing = await folder.RetractAsync("access.log");
        Assert.Equal(1, standing.Code);
        Assert.Contains("the counter no longer holds other minutes of 2 windows, which end from 2016-11-09T04:00:00Z to 2016-11-09T04:01:00Z", standing.Error, StringComparison.Ordinal);
        Assert.Matches(@"access\.log +│ 20\S+Z +│ 20\S+Z", (await folder.ListAsync()).Output);
    }

    [Fact]
    public async Task Import_WhileItsRetractionIsNotAtItsEnd_SaysWhatToDo()
    {
        await using var services = await FakeServices.StartAsync();
        using var folder = new ImportFolder(services.Address, services.Address);
        var log = folder.Write("access.log", Lines(seed: 6));
        services.RefuseAfter(0, StatusCode.FailedPrecondition);

        var (code, _, error) = await folder.ImportAsync(log);

        Assert.Equal(3, code);
        Assert.Contains("Run 'imports retract access.log' to its end, and then this again.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retract_NameOfNoImport_IsUnusable()
    {
        await using var services = await FakeServices.StartAsync();
        using var folder = new ImportFolder(services.Address, services.Address);

        var (code, _, error) = await folder.RetractAsync("access.log");

        Assert.Equal((2, "No import is named 'access.log' under this key; 'imports list' shows the names."), (code, error.Trim()));
    }

    private static async Task<(int Code, string Error)> CodeAndErrorAsync(ImportFolder folder, string log)
    {
        var (code, _, error) = await folder.ImportAsync(log);
        return (code, error);
    }

    /// <summary>Ten minutes, whose visitors are those of other seeds too, with refusals, bots and parts of pages.</summary>
    private static IEnumerable<string> Lines(int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, 600).Select(second => Logs.Combined(
            Logs.Evening.AddSeconds(second),
            string.Create(CultureInfo.InvariantCulture, $"{random.Next(1, 4)}.0.0.{random.Next(200)}"),
            random.Next(4) == 0 ? "/style.css" : $"/en/{seed}",
            random.Next(5) == 0 ? 503 : 200,
            userAgent: random.Next(10) == 0 ? "Googlebot/2.1" : "Mozilla/5.0"));
    }

    private static RecordRequest Live() => new()
    {
        WriterId = "gateway-1",
        BucketStart = Logs.Evening.AddMinutes(2).ToTimestamp(),
        IdentityEpoch = (uint)(Logs.Evening - DateTimeOffset.UnixEpoch).Days - 1,
        Countries = { new CountryHits { CountryCode = "CA", ServedVisitors = { 1, 2, 3 }, ServedPageViews = 5, Requests = 9, PageViews = 5 } },
    };

    /// <summary>All windows, as text, without the store's name and the count of what was retracted.</summary>
    private static async Task<IReadOnlyList<string>> ReadAsync(RealServices services)
    {
        var windows = new List<string>();
        for (var minute = 0; minute < 35; minute++)
        {
            foreach (var length in Windows)
            {
                var window = await services.GetWindowAsync(Logs.Evening.AddMinutes(minute), length);
                (window.StoreId, window.RetractedSources) = ("", 0);
                windows.Add(window.ToString());
            }
        }

        return windows;
    }
}

using Affluence.Simulator.Tests.AccessLogs;
using Affluence.Simulator.Tests.Fakes;
using Affluence.Simulator.Tests.Import;
using Affluence.Testing.Stores;

namespace Affluence.Simulator.Tests.Certification;

/// <summary>A log that was imported into a real counter, held against what that counter says: both commands count the same.</summary>
[Trait("Category", "Integration")]
public sealed class CertifyImportTests
{
    [Theory]
    [MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task Certify_ImportedLog_IsCertified(StoreKind kind)
    {
        await using var services = await RealServices.StartAsync(kind);
        await using var report = await StubReport.StartAsync();
        using var folder = new ImportFolder(services.Counter, services.Geo);
        var random = new Random(8);
        var log = folder.Write("access.log", Enumerable.Range(0, 3000).Select(index => Logs.Combined(
            Logs.Evening.AddSeconds(index / 5),
            $"{random.Next(1, 200)}.{random.Next(4)}.0.1",
            random.Next(3) == 0 ? "/style.css" : "/en",
            random.Next(20) == 0 ? 502 : 200,
            userAgent: random.Next(10) == 0 ? "bingbot" : $"browser {random.Next(3)}")));
        Assert.Equal(0, (await folder.ImportAsync(log)).Code);
        for (var minute = 5; minute < 10; minute++)
        {
            var window = await services.GetWindowAsync(Logs.Evening.AddMinutes(minute), TimeSpan.FromMinutes(5));
            report.Put(
                Logs.Evening.AddMinutes(minute),
                (long)window.Visitors,
                (long)window.TurnedAway,
                window.Countries.Sum(country => (long)country.ServedPageViews),
                window.Countries.SelectMany(country => country.RefusedPageViews).Sum(refused => (long)refused.Count),
                turnedAwayStandardError: window.TurnedAwayStandardError);
        }

        using var output = new StringWriter();
        var code = await SimulatorCommandLine.RunAsync(
            ["certify", log, "--report", report.Address, "--tolerance", "2"], output, TextWriter.Null, TestContext.Current.CancellationToken);

        Assert.True(code == 0, output.ToString());
        Assert.Contains("certified: 5 minutes, ", output.ToString(), StringComparison.Ordinal);
    }
}

using Affluence.Report.Dashboard;
using Affluence.ReportService.Tests.Fakes;
using Bunit;

namespace Affluence.ReportService.Tests.Dashboard.Page;

[Trait("Category", "Integration")]
public sealed class ManyDashboardsTests : BunitContext
{
    [Fact]
    public async Task FiftyPagesAndFiftyLiveBoards_AskTheCounterNoMoreThanNone()
    {
        await using var report = await ReportHost.StartAsync();
        await report.FirstSnapshotAsync();
        await SettledAsync(report);
        var before = report.Counter.Calls.Count;

        var pages = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => report.Http.GetStringAsync("/")));
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddFallbackServiceProvider(report.Services);
        var boards = Enumerable.Range(0, 50).Select(_ => Render<Board>(parameters => parameters.Add(board => board.Language, "en"))).ToList();

        Assert.All(pages, page => Assert.Contains("class=\"figure-value\">100</span>", page, StringComparison.Ordinal));
        Assert.All(boards, board => Assert.Equal("100 ± 1", Plain.Text(board.Find(".now-figure"))));
        Assert.Equal(before, report.Counter.Calls.Count);
    }

    [Fact]
    public async Task FiftyLiveBoards_OneMoreComposition_IsToldToEach()
    {
        await using var report = await ReportHost.StartAsync();
        await report.FirstSnapshotAsync();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddFallbackServiceProvider(report.Services);
        var boards = Enumerable.Range(0, 50).Select(_ => Render<Board>(parameters => parameters.Add(board => board.Language, "en"))).ToList();
        await SettledAsync(report);
        var live = Live(report);

        report.Counter.Windows = (_, _) => FakeWindow.Of(("CA", 4_321));
        report.Time.Advance(TimeSpan.FromSeconds(2));
        await ReportHost.UntilAsync(() => Task.FromResult(
            boards.TrueForAll(board => board.Find(".now-figure").TextContent.Contains("4,321", StringComparison.Ordinal)) ? report : null));

        Assert.Equal(live + 1, Live(report));
    }

    // The newest window is asked for by the one live composition alone.
    private static int Live(ReportHost report) => report.Counter.Calls.Count(call => call.End is null);

    /// <summary>Waits until the report has put on record what it missed, since it asks the counter for that.</summary>
    private static async Task SettledAsync(ReportHost report)
    {
        var known = -1;
        await ReportHost.UntilAsync(async () =>
        {
            using var health = await report.Http.GetAsync("/api/v1/snapshots?from=2016-11-08T21:01&to=2016-11-08T23:00&step=1m");
            var text = await health.Content.ReadAsStringAsync();
            var count = text.Split("\"final\":").Length - 1;
            var settled = count >= 119 && known == report.Counter.Calls.Count;
            known = report.Counter.Calls.Count;
            return settled ? report : null;
        });
    }
}

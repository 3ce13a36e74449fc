using Affluence.Report.Dashboard.TimeTravel;
using Affluence.Report.Snapshots;
using Affluence.ReportService.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Affluence.ReportService.Tests.Dashboard.TimeTravel;

[Trait("Category", "Integration")]
public sealed class PastSnapshotsTests
{
    // Longer ago than the report makes up for, so that the archive has to ask the counter.
    private static readonly DateTimeOffset NotOnRecord = ReportHost.Night.AddHours(-3);

    [Fact]
    public async Task ManyAskForOneMinute_OneComposition()
    {
        await using var report = await ReportHost.StartAsync();
        await report.FirstSnapshotAsync();
        var past = report.Services.GetRequiredService<PastSnapshots>();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => past.FindAsync(NotOnRecord, CancellationToken.None)));

        var first = Assert.IsType<ArchiveAnswer.Found>(answers[0]);
        Assert.All(answers, answer => Assert.Same(first, answer));
        Assert.Equal(1, Asked(report));
    }

    [Fact]
    public async Task NotFinal_IsAskedAgainAfterAWhile()
    {
        await using var report = await ReportHost.StartAsync();
        await report.FirstSnapshotAsync();
        var past = report.Services.GetRequiredService<PastSnapshots>();

        await past.FindAsync(NotOnRecord, CancellationToken.None);
        report.Time.Advance(TimeSpan.FromSeconds(11));
        await past.FindAsync(NotOnRecord, CancellationToken.None);

        Assert.Equal(2, Asked(report));
    }

    [Fact]
    public async Task FirstAskerLeaves_TheOthersAreAnswered()
    {
        await using var report = await ReportHost.StartAsync();
        await report.FirstSnapshotAsync();
        var past = report.Services.GetRequiredService<PastSnapshots>();
        using var left = new CancellationTokenSource();

        var first = past.FindAsync(NotOnRecord, left.Token);
        var second = past.FindAsync(NotOnRecord, CancellationToken.None);
        await left.CancelAsync();

        Assert.IsType<ArchiveAnswer.Found>(await second);
        await Task.WhenAny(first);
        Assert.Equal(1, Asked(report));
    }

    // The window of half an hour is read for a composition alone, and once.
    private static int Asked(ReportHost report) =>
        report.Counter.Calls.Count(call => call.Length == TimeSpan.FromMinutes(30) && call.End == MinuteRange.WholeMinute(NotOnRecord));
}

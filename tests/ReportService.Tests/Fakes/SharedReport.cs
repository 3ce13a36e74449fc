namespace Affluence.ReportService.Tests.Fakes;

/// <summary>One report for all tests of a class that change nothing in it.</summary>
public sealed class SharedReport : IAsyncLifetime
{
    internal ReportHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await ReportHost.StartAsync(counter => counter.Windows = Figures);
        await Host.FirstSnapshotAsync();
    }

    // Four hours of the night and of its week before: longer than the report makes up for, so that the earliest are not on its record.
    private static FakeWindow? Figures(DateTimeOffset end, TimeSpan length) => (ReportHost.Night - end).TotalHours switch
    {
        > -1 and < 4 => FakeWindow.Of(("US", 100_000), ("CA", 100_000)),
        > 168 and < 173 => FakeWindow.Of(("US", 1_700), ("CA", 15_300)),
        _ => null,
    };

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

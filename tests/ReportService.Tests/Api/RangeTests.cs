using Affluence.ReportService.Tests.Fakes;

namespace Affluence.ReportService.Tests.Api;

public class RangeTests
{
    private const string LastHalfHour = "/api/v1/snapshots?from=2016-11-08T22:30&to=2016-11-08T23:00";

    [Fact]
    public async Task Range_StoredMinutes_EachStepOldestFirst()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = CurrentSnapshotTests.Night);
        await RecordedAsync(host);

        var list = await host.GetJsonAsync($"{LastHalfHour}&step=PT10M");

        Assert.Equal(
            ["2016-11-08T22:30:00-05:00", "2016-11-08T22:40:00-05:00", "2016-11-08T22:50:00-05:00"],
            list["snapshots"]!.AsArray().Select(snapshot => (string?)snapshot!["at"]));
        Assert.Equal("PT10M", (string?)list["step"]);
    }

    [Theory]
    [InlineData("&format=csv", "*/*")]
    [InlineData("", "text/csv")]
    [InlineData("", "application/json;q=0.5, text/csv")]
    public async Task Range_AsCsv_HeaderAndOneLineAMinute(string format, string accept)
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = CurrentSnapshotTests.Night);
        await RecordedAsync(host);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{LastHalfHour}&step=15m{format}");
        request.Headers.Accept.ParseAdd(accept);

        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var lines = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n");

        Assert.Equal("text/csv; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("affluence-20161109T0330Z-20161109T0400Z.csv", response.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        Assert.Contains("Accept", response.Headers.Vary);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("at,visitors,standardError,method,final,baselineAt,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("2016-11-08T22:30:00-05:00,200000,0.0018,1,true,2016-11-01T22:30:00-04:00,17000,,11.76,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("2016-11-08T22:45:00-05:00,", lines[2], StringComparison.Ordinal);
        Assert.Empty(lines[3]);
        Assert.All(lines.SkipLast(1), line => Assert.Equal(lines[0].Count(character => character == ','), line.Count(character => character == ',')));

        // Nothing that a spreadsheet takes for a formula: every field is a number, an instant or one of our words.
        Assert.All(lines.Skip(1).SkipLast(1).SelectMany(line => line.Split(',')), field => Assert.Matches(@"^([0-9][-0-9T:.]*|true|false|normal|surge|unknown)?$", field));
    }

    [Fact]
    public async Task Surges_OfTheStoredNight_OneThatLasts()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = CurrentSnapshotTests.Night);
        await RecordedAsync(host);

        var list = await host.GetJsonAsync("/api/v1/surges?from=2016-11-08T12:00");

        var surge = Assert.Single(list["surges"]!.AsArray())!;
        Assert.Equal("2016-11-08T22:01:00-05:00", (string?)surge["since"]);
        Assert.Null(surge["until"]);
        Assert.Equal(200_000, (long?)surge["peak"]!["visitors"]);
        var difficulty = Assert.Single(list["difficulties"]!.AsArray())!;
        Assert.Null(difficulty["until"]);
    }

    /// <summary>Awaits that all minutes due are on record.</summary>
    private static async Task RecordedAsync(ReportHost host) => await ReportHost.UntilAsync(async () =>
    {
        var list = await host.GetJsonAsync("/api/v1/snapshots?from=2016-11-08T21:00&to=2016-11-08T23:00");
        return list["snapshots"]!.AsArray().Count(snapshot => (bool?)snapshot!["final"] == true) == 120 ? list : null;
    });
}

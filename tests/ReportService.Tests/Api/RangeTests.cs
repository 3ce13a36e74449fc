using System.Text.Json.Nodes;
using Affluence.ReportService.Tests.Fakes;

namespace Affluence.ReportService.Tests.Api;

[Trait("Category", "Integration")]
public class RangeTests
{
    private const string LastHalfHour = "/api/v1/snapshots?from=2016-11-08T22:30&to=2016-11-08T23:00";

    [Fact]
    public async Task Range_StoredMinutes_EachStepOldestFirst()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = CurrentSnapshotTests.Night);
        await host.RecordedAsync();

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
        await host.RecordedAsync();
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
        Assert.EndsWith(",revision,networks,networksStandardError,foldedPageViews,pageViewsFromCache,pageViewsFromCacheStale,roomOpenSince,roomJoined,roomAdmitted,roomWaiting,roomGaveUp", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(",1,150000,0.0029,77,90000,3000,,0,0,0,0", lines[1], StringComparison.Ordinal);
        Assert.Empty(lines[3]);
        Assert.All(lines.SkipLast(1), line => Assert.Equal(lines[0].Count(character => character == ','), line.Count(character => character == ',')));

        // Nothing that a spreadsheet takes for a formula: every field is a number, an instant or one of our words.
        Assert.All(lines.Skip(1).SkipLast(1).SelectMany(line => line.Split(',')), field => Assert.Matches(@"^([0-9][-0-9T:.]*|true|false|normal|surge|unknown)?$", field));
    }

    [Fact]
    public async Task Range_AsCsvForAFrenchExcel_SemicolonsDecimalCommasAndByteOrderMark()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = CurrentSnapshotTests.Night);
        await host.RecordedAsync();

        var bytes = await host.Http.GetByteArrayAsync($"{LastHalfHour}&step=15m&format=csv&separator=semicolon&bom=true", TestContext.Current.CancellationToken);
        var lines = System.Text.Encoding.UTF8.GetString(bytes.AsSpan(3)).Split("\r\n");

        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.StartsWith("at;visitors;standardError;", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("2016-11-08T22:30:00-05:00;200000;0,0018;1;true;2016-11-01T22:30:00-04:00;17000;;11,76;", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Range_AsCsvByCountry_OneLineAMinuteAndCountry()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = CurrentSnapshotTests.Night);
        await host.RecordedAsync();

        using var response = await host.Http.GetAsync($"{LastHalfHour}&step=15m&format=csv&by=country", TestContext.Current.CancellationToken);
        var lines = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n");
        var list = await host.GetJsonAsync($"{LastHalfHour}&step=15m");

        Assert.Equal("affluence-countries-20161109T0330Z-20161109T0400Z.csv", response.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        Assert.StartsWith("at,country,nameEn,nameFr,visitors,share,ratio,contribution,baselineShare,", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            list["snapshots"]!.AsArray().SelectMany(snapshot => snapshot!["countries"]!.AsArray()
                .Select(country => $"{snapshot["at"]},{country!["code"]},{country["name"]!["en"]},{country["name"]!["fr"]},{country["visitors"]},")),
            lines.Skip(1).SkipLast(1).Select(line => string.Concat(line.Split(',').Take(5).Select(field => $"{field},"))));
    }

    [Fact]
    public async Task Range_InParts_EveryMinuteOnceWhereverNextLeads()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = CurrentSnapshotTests.Night);
        await host.RecordedAsync();
        var whole = await host.GetJsonAsync(LastHalfHour);

        var found = new List<string?>();
        for (var next = $"{LastHalfHour}&limit=7"; next is not null;)
        {
            var part = await host.GetJsonAsync(next);
            Assert.InRange(part["snapshots"]!.AsArray().Count, 1, 7);
            found.AddRange(part["snapshots"]!.AsArray().Select(snapshot => (string?)snapshot!["at"]));
            next = (string?)part["next"];
        }

        Assert.Equal(whole["snapshots"]!.AsArray().Select(snapshot => (string?)snapshot!["at"]), found);
        Assert.Null(whole["next"]);
    }

    [Theory]
    [InlineData("1m", 120)]
    [InlineData("15m", 8)]
    public async Task Range_AYearAsCsv_HasTheLinesOfItsParts(string step, int count)
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = CurrentSnapshotTests.Night);
        await host.RecordedAsync();

        // What is read at once ends at 22:15 of each day, within the minutes that are on record.
        var year = await LinesAsync(host, $"from=2015-11-08T22:15&to=2016-11-08T23:00&step={step}");
        var night = await LinesAsync(host, $"from=2016-11-08T21:00&to=2016-11-08T23:00&step={step}");

        Assert.Equal(count, night.Count);
        Assert.Equal(night, year.TakeLast(count));
        Assert.Equal(year.Distinct(), year);
    }

    /// <summary>A long range is read and sent part by part.</summary>
    [Fact]
    public async Task Range_OfSeveralPartsAsJson_HasTheSnapshotsOfItsParts()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = CurrentSnapshotTests.Night);
        await host.RecordedAsync();

        // A part has 240 minutes, so one of them ends at 22:30.
        var whole = await host.GetJsonAsync("/api/v1/snapshots?from=2016-11-08T14:30&to=2016-11-08T23:00&step=1m");
        var night = await host.GetJsonAsync("/api/v1/snapshots?from=2016-11-08T21:00&to=2016-11-08T23:00&step=1m");

        Assert.Equal(["from", "to", "step", "snapshots", "next"], whole.AsObject().Select(property => property.Key));
        Assert.Equal(("2016-11-08T14:30:00-05:00", "2016-11-08T23:00:00-05:00", "PT1M"), ((string?)whole["from"], (string?)whole["to"], (string?)whole["step"]));
        Assert.Equal(120, night["snapshots"]!.AsArray().Count);
        Assert.Equal(night["snapshots"]!.ToJsonString(), whole["snapshots"]!.ToJsonString());
    }

    [Fact]
    public async Task Surges_OfTheStoredNight_OneThatLasts()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = CurrentSnapshotTests.Night);
        await host.RecordedAsync();

        var list = await host.GetJsonAsync("/api/v1/surges?from=2016-11-08T12:00");

        var surge = Assert.Single(list["surges"]!.AsArray())!;
        Assert.Equal("2016-11-08T22:01:00-05:00", (string?)surge["since"]);
        Assert.Null(surge["until"]);
        Assert.Equal(200_000, (long?)surge["peak"]!["visitors"]);
        var difficulty = Assert.Single(list["difficulties"]!.AsArray())!;
        Assert.Null(difficulty["until"]);
    }

    [Fact]
    public async Task Surges_AnnotationsAroundThem_ToldWithEach()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = CurrentSnapshotTests.Night);
        await host.RecordedAsync();
        foreach (var (at, text) in ((string, string)[])[("19:00", "long before"), ("21:30", "half an hour before"), ("21:31", "before"), ("22:57", "within")])
        {
            using var content = new StringContent($$"""{"at":"2016-11-08T{{at}}","text":"{{text}}"}""", System.Text.Encoding.UTF8, "application/json");
            using var response = await host.Http.PostAsync("/api/v1/annotations", content, TestContext.Current.CancellationToken);
        }

        var list = await host.GetJsonAsync("/api/v1/surges?from=2016-11-08T22:00&to=2016-11-08T22:57");
        var surge = Assert.Single(list["surges"]!.AsArray())!;
        var difficulty = Assert.Single(list["difficulties"]!.AsArray())!;

        // The surge began at 22:01, the difficulty at 21:00.
        Assert.Equal(["before", "within"], Texts(surge));
        Assert.Equal(["half an hour before", "before", "within"], Texts(difficulty));
        Assert.Empty(Texts(list));
        Assert.Equal("""[3,5,10]""", $"[{string.Join(',', surge["steps"]!.AsArray().Select(step => (double?)step!["step"]))}]");
        Assert.Equal(1_234, (long?)surge["peakTurnedAway"]);
        Assert.Equal((string?)difficulty["since"], (string?)surge["difficultSince"]);
        Assert.Null(surge["endedBy"]);
    }

    private static string?[] Texts(JsonNode node) => [.. node["annotations"]!.AsArray().Select(annotation => (string?)annotation!["text"]!["en"])];

    private static async Task<List<string>> LinesAsync(ReportHost host, string range)
    {
        var csv = await host.Http.GetStringAsync($"/api/v1/snapshots?{range}&format=csv", TestContext.Current.CancellationToken);
        return [.. csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1)];
    }
}

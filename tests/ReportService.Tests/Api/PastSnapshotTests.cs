using System.Net;
using System.Text.Json.Nodes;
using Affluence.ReportService.Tests.Fakes;
using Grpc.Core;

namespace Affluence.ReportService.Tests.Api;

[Trait("Category", "Integration")]
public class PastSnapshotTests(SharedReport report) : IClassFixture<SharedReport>
{
    [Theory]
    [InlineData("2016-11-08T20:15:00-05:00")]
    [InlineData("2016-11-09T01:15:42Z")]
    [InlineData("2016-11-08T20:15")]
    public async Task At_MinuteTheCounterStillHolds_ComposedAndNotFinal(string at)
    {
        var snapshot = await report.Host.GetJsonAsync($"/api/v1/snapshots/{at}");

        Assert.Equal("2016-11-08T20:15:00-05:00", (string?)snapshot["at"]);
        Assert.False((bool?)snapshot["final"]);
        Assert.Equal(200_000, (long?)snapshot["visitors"]);
        Assert.Equal("2016-11-01T20:15:00-04:00", (string?)snapshot["baseline"]!["at"]);
        Assert.Equal(17_000, (long?)snapshot["baseline"]!["visitors"]);
        Assert.Equal(200_000, (long?)snapshot["visitors1Minute"]);
        Assert.Equal(200_000, (long?)snapshot["visitors30Minutes"]);
    }

    [Fact]
    public async Task At_YearsBeforeTheClockOfTheReport_AnsweredFromTheCounterInEventTime()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = CurrentSnapshotTests.Night, now: new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

        var snapshot = await host.GetJsonAsync("/api/v1/snapshots/2016-11-08T23:00:00-05:00");

        Assert.Equal(200_000, (long?)snapshot["visitors"]);
        Assert.Equal(11.76, (double?)snapshot["ratio"]);
    }

    [Theory]
    [InlineData("2016-11-06T01:30", 400, "at: 2016-11-06T01:30:00 happens twice in America/Toronto. Name the instant: 2016-11-06T01:30:00-04:00 or 2016-11-06T01:30:00-05:00.")]
    [InlineData("2016-03-13T02:30", 400, "at: 2016-03-13T02:30:00 does not exist in America/Toronto, since clocks went forward. Around it are 2016-03-13T01:30:00-05:00 and 2016-03-13T03:30:00-04:00.")]
    [InlineData("yesterday", 400, "at: 'yesterday' is neither an RFC 3339 instant")]
    [InlineData("..%2F..%2Fetc%2Fpasswd", 400, "at: ")]
    [InlineData("2016-11-09T05:00:00Z", 404, "The moment lies in the future.")]
    [InlineData("2016-06-01T00:00:00Z", 404, "No gateway recorded anything")]
    [InlineData("2000-01-01T00:00:00%2B14:00", 404, "No gateway recorded anything")]
    [InlineData("2016-11-08T22:59?revision=0", 400, "revision: '0' is no number of a revision")]
    [InlineData("2016-11-08T22:59?revision=-1", 400, "revision: '-1' is no number of a revision")]
    [InlineData("2016-11-08T22:59?revision=latest", 400, "revision: 'latest' is no number of a revision")]
    [InlineData("2016-11-08T22:59?revision=99999999999", 400, "revision: '99999999999' is no number of a revision")]
    [InlineData("2016-11-08T22:59?revision=7", 404, "There is no revision 7 of this minute")]
    [InlineData("2016-11-08T22:59?revison=1", 400, "revison: is no parameter of this address; known are revision.")]
    [InlineData("2016-06-01T00:00:00Z/revisions", 404, "The minute is not on record.")]
    [InlineData("yesterday/revisions", 400, "at: 'yesterday' is neither")]
    [InlineData("2016-11-08T22:59/revisions?at=1", 400, "at: is no parameter of this address; there are none.")]
    public async Task At_MomentWithoutFigures_ProblemThatSaysWhy(string at, int status, string detail)
    {
        await AssertProblemAsync(report.Host, $"/api/v1/snapshots/{at}", status, detail);
    }

    [Theory]
    [InlineData(StatusCode.FailedPrecondition, 404, "no longer holds")]
    [InlineData(StatusCode.ResourceExhausted, 503, "ResourceExhausted")]
    [InlineData(StatusCode.DeadlineExceeded, 503, "DeadlineExceeded")]
    public async Task At_CounterCannotAnswer_ProblemThatSaysWhy(StatusCode failure, int status, string detail)
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Failure = failure);

        await AssertProblemAsync(host, "/api/v1/snapshots/2016-11-08T20:00", status, detail);
    }

    /// <summary>The hour that clocks skip, the one that they show twice, and a week of 169 hours.</summary>
    [Theory]
    [InlineData("2016-11-08T23:00", "2016-11-01T23:00:00-04:00", null)]
    [InlineData("2016-03-20T02:30", "2016-03-13T03:30:00-04:00", "2016-03-13T02:30 did not exist in America/Toronto, since clocks went forward: compared with 2016-03-13T03:30-04:00.")]
    [InlineData("2016-11-13T01:30", "2016-11-06T01:30:00-04:00", "2016-11-06T01:30 happened twice in America/Toronto, since clocks went back: compared with the first, 2016-11-06T01:30-04:00.")]
    [InlineData("2016-11-06T01:30:00-05:00", "2016-10-30T01:30:00-04:00", "2016-11-06T01:30 happens twice in America/Toronto, since clocks go back: both are compared with the same moment.")]
    public async Task At_AWeekOverWhichClocksChange_ComparedByTheClockOnTheWallAndSaid(string at, string baseline, string? note)
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = (_, _) => FakeWindow.Of(("CA", 10)), now: new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

        var snapshot = await host.GetJsonAsync($"/api/v1/snapshots/{at}");

        Assert.Equal(baseline, (string?)snapshot["baseline"]!["at"]);
        Assert.Equal(note, (string?)snapshot["baseline"]!["note"]);
    }

    /// <summary>The counter knows no time before 2000 and refuses to be asked; weeks before, a comparison would.</summary>
    [Theory]
    [InlineData("2000-01-03T12:00:00Z")]
    [InlineData("2000-01-01T00:00:00Z")]
    [InlineData("2000-01-28T12:00:00Z")]
    public async Task At_FirstDaysThatCanBeRecorded_ComparedWithWhatThereIs(string at)
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = (_, _) => FakeWindow.Of(("CA", 10)));

        var snapshot = await host.GetJsonAsync($"/api/v1/snapshots/{at}");

        Assert.Equal(10, (long?)snapshot["visitors"]);
        Assert.All(host.Counter.Calls, call => Assert.True(call.End is null || call.End >= new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public async Task At_FinalMinute_EntityTagAnd304()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = CurrentSnapshotTests.Night);
        using var first = await ReportHost.UntilAsync(async () =>
        {
            var response = await host.Http.GetAsync("/api/v1/snapshots/2016-11-08T22:30", TestContext.Current.CancellationToken);
            return response.Headers.ETag is null ? null : response;
        });

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/snapshots/2016-11-08T22:30");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        using var garbage = new HttpRequestMessage(HttpMethod.Get, "/api/v1/snapshots/2016-11-08T22:30");
        garbage.Headers.TryAddWithoutValidation("If-None-Match", "garbage, \"\"\",,");
        using var third = await host.Http.SendAsync(garbage, TestContext.Current.CancellationToken);

        Assert.True((bool?)JsonNode.Parse(await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["final"]);
        Assert.True(first.Headers.CacheControl?.Public);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
        Assert.Equal(first.Headers.ETag, third.Headers.ETag);
    }

    internal static async Task AssertProblemAsync(ReportHost host, string address, int status, string detail)
    {
        using var response = await host.Http.GetAsync(address, TestContext.Current.CancellationToken);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(status, (int?)problem["status"]);
        Assert.Contains(detail, (string?)problem["detail"], StringComparison.Ordinal);
    }
}

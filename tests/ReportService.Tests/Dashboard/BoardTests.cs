using System.Net;
using System.Net.Http.Json;
using Affluence.Admission.V1;
using Affluence.Report.Dashboard;
using Affluence.Report.Snapshots;
using Affluence.ReportService.Tests.Fairness;
using Affluence.ReportService.Tests.Fakes;
using Bunit;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Affluence.ReportService.Tests.Dashboard;

/// <summary>The living part of the page, over the services of a report that runs.</summary>
[Trait("Category", "Integration")]
public sealed class BoardTests : BunitContext
{
    [Theory]
    [InlineData("en", "100 ± 1", "Visitors now")]
    [InlineData("fr", "100 ± 1", "Visiteurs en ce moment")]
    public async Task Live_ShowsTheCurrentSnapshot_AndFollowsIt(string language, string first, string title)
    {
        await using var report = await StartAsync();
        var board = Open(language);
        Assert.Equal(first, Plain.Text(board.Find(".now-figure")));
        Assert.Equal(title, Plain.Text(board.Find("#now-title")));
        var told = board.Find("[data-board]").GetAttribute("data-told");

        report.Counter.Windows = (_, _) => FakeWindow.Of(("CA", 4_321));
        await report.AdvanceUntilAsync(() => Task.FromResult(board.Find(".now-figure").TextContent.Contains("321", StringComparison.Ordinal) ? board : null));

        Assert.NotEqual(told, board.Find("[data-board]").GetAttribute("data-told"));
        Assert.Equal("live", board.Find("[data-board]").GetAttribute("data-board"));
    }

    [Theory]
    [InlineData("en", "These figures are old")]
    [InlineData("fr", "Ces chiffres sont anciens")]
    public async Task CounterAway_FiguresAreGreyedAndABannerSaysWhy_UntilItReturns(string language, string title)
    {
        await using var report = await StartAsync();
        var board = Open(language);
        Assert.Empty(board.FindAll(".board-stale"));

        report.Counter.Failure = StatusCode.Unavailable;
        await report.AdvanceUntilAsync(() => Task.FromResult(board.FindAll(".board-stale").Count == 1 ? board : null));
        Assert.Equal(title, Plain.Text(board.Find(".warning[role=alert] h2")));
        Assert.Contains("The counter gave no answer", board.Find(".warning .reason").TextContent, StringComparison.Ordinal);
        Assert.Equal("100 ± 1", Plain.Text(board.Find(".now-figure")));
        Assert.Single(board.FindAll(".statement .warning"));

        report.Counter.Failure = null;
        await report.AdvanceUntilAsync(() => Task.FromResult(board.FindAll(".board-stale").Count == 0 ? board : null));
        Assert.Empty(board.FindAll(".warning"));
    }

    [Fact]
    public async Task Past_ShowsThatMinuteMarkedAsPast_AndNewFiguresDoNotTouchIt()
    {
        await using var report = await StartAsync();
        report.Counter.Windows = (end, _) => end < ReportHost.Night.AddMinutes(-20) ? FakeWindow.Of(("US", 777)) : FakeWindow.Of(("CA", 100));
        var board = Open("en", at: ReportHost.Night.AddMinutes(-150));
        Assert.Equal("777 ± 2", Plain.Text(await board.WaitForElementAsync(".now-figure")));

        report.Counter.Windows = (_, _) => FakeWindow.Of(("CA", 5));
        report.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("past", board.Find("[data-board]").GetAttribute("data-board"));
        Assert.Equal("8:30 p.m. on Tuesday, November 8, 2016", Plain.Text(board.Find(".moment-time")));
        Assert.Equal("/?at=2016-11-08T20:30", board.Find(".moment-permalink a").GetAttribute("href"));
        Assert.Equal("/", board.Find(".moment-live").GetAttribute("href"));
        Assert.Equal("777 ± 2", Plain.Text(board.Find(".now-figure")));
        Assert.Empty(board.FindAll("[data-age]"));
    }

    [Fact]
    public async Task FromPastToLive_ByItsParameter_ShowsThePresent()
    {
        await using var report = await StartAsync();
        report.Counter.Windows = (end, _) => end < ReportHost.Night.AddMinutes(-20) ? FakeWindow.Of(("US", 777)) : FakeWindow.Of(("CA", 100));
        var board = Open("en", at: ReportHost.Night.AddMinutes(-150));
        await board.WaitForElementAsync(".moment-banner");

        board.Render(parameters => parameters.Add(component => component.At, null));

        Assert.Equal("100 ± 1", Plain.Text(board.Find(".now-figure")));
        Assert.Empty(board.FindAll(".moment-banner"));
    }

    [Fact]
    public async Task Issued_OfTheLiveMinute_StandsWithItsNumberOnThePageOfThatMinute()
    {
        await using var report = await StartAsync();
        var board = Open("en");
        var form = board.Find(".statement-issue");
        Assert.Equal("Issue the bulletin of 11 p.m.", Plain.Text(form.QuerySelector("button")!));
        Assert.Equal("/?at=2016-11-08T23:00", form.GetAttribute("data-issued-page"));

        // As the page's script does.
        using var issued = await report.Http.PostAsJsonAsync("/api/v1/bulletins", new { at = form.GetAttribute("data-issue") });
        Assert.Equal(HttpStatusCode.Created, issued.StatusCode);
        board.Render(parameters => parameters.Add(component => component.At, MinuteRange.WholeMinute(ReportHost.Night)));

        await board.WaitForStateAsync(() => board.FindAll(".statement-actions a").Count == 2);
        Assert.StartsWith("Bulletin 1, issued at 11 p.m.", Plain.Text(board.Find(".statement-imprint")), StringComparison.Ordinal);
        Assert.StartsWith("1 About 100 visitors on the site at 11 p.m.", Plain.Text(board.Find(".bulletins li")), StringComparison.Ordinal);
        Assert.Empty(board.FindAll(".statement-issue"));
        var text = await report.Http.GetStringAsync(board.Find(".statement-actions a").GetAttribute("href"));
        Assert.Equal(text.TrimEnd('\n'), string.Join("\n\n", board.Find("#statement-en").Children.Select(part => part.TextContent.Trim())));
    }

    [Fact]
    public async Task LookingAtThePast_IssuesNothing()
    {
        await using var report = await StartAsync();
        var board = Open("en", at: ReportHost.Night.AddMinutes(-30));
        await board.WaitForElementAsync(".statement-issue");

        Assert.Equal("None was issued yet.", Plain.Text(board.Find(".bulletins p")));
        Assert.Equal("Draft, not issued as a bulletin.", Plain.Text(board.Find(".statement-imprint")));
    }

    [Fact]
    public async Task RoomIsOpen_CountriesAreComparedInAPanel()
    {
        await using var report = await StartAsync(counter =>
        {
            counter.Room.State = new RoomState { OpenedAt = Timestamp.FromDateTimeOffset(ReportHost.Night.AddMinutes(-40)) };
            counter.Room.Arrivals = RoomNight.Message(RoomNight.Record(1));
            foreach (var minute in counter.Room.Arrivals.Minutes)
            {
                minute.Start = Timestamp.FromDateTimeOffset(ReportHost.Night.AddMinutes(-40) + (minute.Start.ToDateTimeOffset() - RoomNight.Start));
            }
        });
        var board = Open("en");

        await board.WaitForElementAsync(".fairness");

        Assert.StartsWith("Who came from 10:20 p.m. to", Plain.Text(board.Find(".fairness-summary")), StringComparison.Ordinal);
        Assert.Equal(12, board.FindAll(".fairness tbody tr").Count);
    }

    [Fact]
    public async Task RoomIsClosed_HasNoSuchPanel()
    {
        await using var report = await StartAsync();

        Assert.Empty(Open("en").FindAll(".fairness"));
    }

    [Fact]
    public async Task NothingComposedYet_SaysWhy_AndShowsTheFirstFigureWhenItComes()
    {
        await using var report = await StartAsync(counter => counter.Failure = StatusCode.Unavailable);
        var board = Open("en");
        Assert.Equal("There is no figure yet", Plain.Text(board.Find("h2")));

        report.Counter.Failure = null;
        await report.AdvanceUntilAsync(() => Task.FromResult(board.FindAll(".now-figure").Count == 1 ? board : null));

        Assert.Equal("100 ± 1", Plain.Text(board.Find(".now-figure")));
    }

    [Fact]
    public async Task MoreBoardsThanPlaces_TheLastSaysThatItIsNotUpdated_AndAPlaceIsFreeAgainWhenOneIsClosed()
    {
        await using var report = await StartAsync(settings: ("Report:MaximumStreamClients", "1"));
        var first = Open("en");
        var second = Open("en");
        Assert.Empty(first.FindAll(".warning"));
        Assert.StartsWith("Too many people are watching", Plain.Text(second.Find(".warning")), StringComparison.Ordinal);
        Assert.Equal("100 ± 1", Plain.Text(second.Find(".now-figure")));

        first.Instance.Dispose();

        Assert.Empty(Open("en").FindAll(".warning"));
    }

    private async Task<ReportHost> StartAsync(Action<FakeCounter>? arrange = null, params (string Key, string Value)[] settings)
    {
        var report = await ReportHost.StartAsync(arrange, settings: settings);
        if (report.Counter.Failure is null)
        {
            await report.FirstSnapshotAsync();
        }
        else
        {
            await ReportHost.UntilAsync(() => Task.FromResult(report.Counter.Calls.Count > 0 ? report : null));
        }

        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddFallbackServiceProvider(report.Services);
        return report;
    }

    private IRenderedComponent<Board> Open(string language, DateTimeOffset? at = null) =>
        Render<Board>(parameters => parameters.Add(board => board.Language, language).Add(board => board.At, at is { } past ? MinuteRange.WholeMinute(past) : null));
}

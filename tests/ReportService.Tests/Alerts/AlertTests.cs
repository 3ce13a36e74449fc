using System.Net;
using System.Text.Json.Nodes;
using Affluence.Report.Alerts;
using Affluence.Report.Storage;
using Affluence.ReportService.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;

namespace Affluence.ReportService.Tests.Alerts;

/// <summary>Surges told to real receivers over HTTP.</summary>
[Trait("Category", "Integration")]
public sealed class AlertTests : IDisposable
{
    private const string Over15 = "111111111111111";
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("affluence-alerts");

    [Fact]
    public async Task Surge_Begins_ToldSignedWithFiguresAndInWords()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await AlertingHost.StartAsync(10.5, [receiver]);
        host.Save(0, "1111111434");

        var message = Assert.Single(await host.ReceivedAsync(receiver, 1));
        var alert = message.Json;

        Assert.True(message.IsSignedWith(WebhookReceiver.Secret));
        Assert.Equal("surge-20161109T0307Z-step-3", message.Id);
        Assert.Equal(
            """
            {"id":"surge-20161109T0307Z-step-3","kind":"surgeBegan","surgeId":"surge-20161109T0307Z","difficultyId":null,
            "since":"2016-11-08T22:07:00-05:00","until":null,"endedBy":null,"at":"2016-11-08T22:07:00-05:00","step":3,"covers":[],
            "visitors":4000,"baseline":1000,"ratio":4,"refusedShare":0,"difficultSince":null,"difficultUntil":null,
            "peak":{"at":"2016-11-08T22:07:00-05:00","visitors":4000,"ratio":4},"worst":null,"late":false,
            "sentences":{
            "en":"Surge: about 4,000 visitors at 10:07_p.m. on Tuesday, November 8, 2016 (UTC−05:00), 4 times as many as at the same moment a week earlier (about 1,000).",
            "fr":"Affluence_: environ 4_000 visiteurs à 22_h_07 le mardi 8_novembre_2016 (UTC−05:00), soit 4 fois le nombre du même moment une semaine plus tôt (environ 1_000)."},
            "snapshot":"/api/v1/snapshots/2016-11-08T22:07:00-05:00",
            "text":"Surge: about 4,000 visitors at 10:07_p.m. on Tuesday, November 8, 2016 (UTC−05:00), 4 times as many as at the same moment a week earlier (about 1,000)."}
            """.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", string.Empty, StringComparison.Ordinal).Replace("_", "\\u00A0", StringComparison.Ordinal),
            message.Body);
        using var snapshot = await host.Report.Http.GetAsync((string)alert["snapshot"]!, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, snapshot.StatusCode);
    }

    [Fact]
    public async Task Surge_GrowsAndEnds_EachStepOnceAndTheEnd()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await AlertingHost.StartAsync(10.5, [receiver]);
        host.Save(0, "1111111333");
        await host.ReceivedAsync(receiver, 1);

        host.Save(10, "6");
        await host.ReceivedAsync(receiver, 2);
        host.Save(11, "3" + Over15);
        await host.Report.TurnUntilAsync(() => host.Report.Time.GetUtcNow() >= AlertingHost.Start.AddMinutes(27), TimeSpan.FromSeconds(30));
        var messages = await host.ReceivedAsync(receiver, 3);

        Assert.Equal(["surgeBegan", "surgeGrew", "surgeEnded"], messages.Select(message => message.Kind));
        Assert.Equal([3, 5, null], messages.Select(message => (double?)message.Json["step"]));
        Assert.All(messages, message => Assert.Equal("surge-20161109T0307Z", (string?)message.Json["surgeId"]));
        Assert.Equal(("2016-11-08T22:12:00-05:00", "ordinary"), ((string?)messages[2].Json["until"], (string?)messages[2].Json["endedBy"]));
        Assert.Equal(6_000, (long?)messages[2].Json["peak"]!["visitors"]);
    }

    [Fact]
    public async Task Receiver_FailsThenAnswers_TriedAgainUnderTheSameIdLater()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.AnswerWith(500);
        await using var host = await AlertingHost.StartAsync(10.5, [receiver]);
        host.Save(0, "1111111333");
        await host.ReceivedAsync(receiver, 2);
        receiver.AnswerWith(200);

        var messages = await host.ReceivedAsync(receiver, 3);
        var delivery = await host.SettledAsync(webhook: 0);

        Assert.Single(messages.Select(message => (message.Id, message.Body)).Distinct());
        Assert.All(messages, message => Assert.True(message.IsSignedWith(WebhookReceiver.Secret)));
        Assert.True(messages[1].SentAt - messages[0].SentAt >= TimeSpan.FromSeconds(4));
        Assert.True(messages[2].SentAt - messages[1].SentAt >= TimeSpan.FromSeconds(8));
        Assert.Equal(("sent", 3), ((string?)delivery["state"], (int?)delivery["attempts"]));
    }

    [Fact]
    public async Task Receiver_AsksForTime_NotAskedBefore()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.AnswerWith(429, ("Retry-After", "90"));
        await using var host = await AlertingHost.StartAsync(10.5, [receiver]);
        host.Save(0, "1111111333");

        var messages = await host.ReceivedAsync(receiver, 2);

        Assert.True(messages[1].SentAt - messages[0].SentAt >= TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task Report_RestartedWhileAReceiverIsAway_DeliversAndTellsNothingTwice()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.AnswerWith(500);
        await using (var before = await AlertingHost.StartAsync(10.5, [receiver], _directory.FullName))
        {
            before.Save(0, "1111111333");
            await before.ReceivedAsync(receiver, 1);
        }

        receiver.AnswerWith(200);
        await using var host = await AlertingHost.StartAsync(12, [receiver], _directory.FullName);
        await host.ReceivedAsync(receiver, 2);

        // Composed again, the surge began 4 minutes earlier; and it grew.
        host.Save(3, "3333333333");
        host.Save(13, "6");
        await host.Report.TurnUntilAsync(() => host.Report.Time.GetUtcNow() >= AlertingHost.Start.AddMinutes(13.5));
        var messages = await host.ReceivedAsync(receiver, 3);

        Assert.Equal(["surge-20161109T0307Z-step-3", "surge-20161109T0307Z-step-3", "surge-20161109T0307Z-step-5"], messages.Select(message => message.Id));
        Assert.Equal("2016-11-08T22:03:00-05:00", (string?)messages[2].Json["since"]);
    }

    [Fact]
    public async Task Surge_SeveralStepsAtOnce_OneAlertThatCoversTheSmaller()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await AlertingHost.StartAsync(10.5, [receiver], settings: [("Report:Surges:Steps:0", "3"), ("Report:Surges:Steps:1", "4.5"), ("Report:Surges:Steps:2", "8")]);
        host.Save(0, "1111111359");

        var alert = Assert.Single(await host.ReceivedAsync(receiver, 1)).Json;

        Assert.Equal(("surge-20161109T0307Z-step-8", 8, "2016-11-08T22:09:00-05:00"), ((string?)alert["id"], (double?)alert["step"], (string?)alert["at"]));
        Assert.Equal("[3,4.5]", alert["covers"]!.ToJsonString());
        Assert.EndsWith("It began at 10:07\u00A0p.m.", (string?)alert["sentences"]!["en"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Surge_OfANightImportedYearsLater_ToldAsLateOnceTheHistoryIsAtRest()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await AlertingHost.StartAsync(TimeSpan.FromDays(3650).TotalMinutes, [receiver]);
        var imported = host.Report.Time.GetUtcNow();
        host.Save(0, "1115555555" + Over15);

        var messages = await host.ReceivedAsync(receiver, 2);

        Assert.Equal(["surgeBegan", "surgeEnded"], messages.Select(message => message.Kind));
        Assert.All(messages, message => Assert.True((bool?)message.Json["late"]));
        Assert.All(messages, message => Assert.True(message.SentAt - imported >= TimeSpan.FromSeconds(29)));
        Assert.Equal("2016-11-08T22:03:00-05:00", (string?)messages[0].Json["at"]);
        Assert.StartsWith("Found afterwards. Surge: about 5,000 visitors at 10:03", (string?)messages[0].Json["sentences"]!["en"], StringComparison.Ordinal);
        Assert.StartsWith("Constaté après coup. Affluence", (string?)messages[0].Json["sentences"]!["fr"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Surge_OlderThanTheMaximumAge_OnRecordAndSentToNobody()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await AlertingHost.StartAsync(TimeSpan.FromDays(2).TotalMinutes, [receiver], settings: ("Report:Alerts:MaximumAge", "1.00:00:00"));
        host.Save(0, "1115555555" + Over15);
        var old = await ListedAsync(host, 2);

        // One of today is sent.
        host.Save((2 * 24 * 60) - 2, "333");
        var message = Assert.Single(await host.ReceivedAsync(receiver, 1));

        Assert.All(old, alert => Assert.True((bool?)alert!["silenced"]));
        Assert.All(old, alert => Assert.Empty(alert!["deliveries"]!.AsArray()));
        Assert.Equal("surge-20161111T0258Z-step-3", message.Id);
    }

    [Fact]
    public async Task Webhooks_OneIsBroken_TheOtherIsToldInTimeAndInItsLanguage()
    {
        await using var broken = await WebhookReceiver.StartAsync();
        broken.Answer = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await AlertingHost.StartAsync(10.5, [broken, receiver], settings: ("Report:Alerts:Webhooks:1:Language", "fr"));
        host.Save(0, "1111111333");
        await host.ReceivedAsync(receiver, 1);
        host.Save(10, "6");

        var messages = await host.ReceivedAsync(receiver, 2);

        Assert.Equal(["surgeBegan", "surgeGrew"], messages.Select(message => message.Kind));
        Assert.All(messages, message => Assert.Equal((string?)message.Json["sentences"]!["fr"], (string?)message.Json["text"]));
        Assert.Equal("surgeBegan", Assert.Single(broken.Messages).Kind);
    }

    [Fact]
    public async Task Webhook_FirstAlertFails_LaterOnesWaitBehindIt()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.AnswerWith(503);
        await using var host = await AlertingHost.StartAsync(10.5, [receiver]);
        host.Save(0, "1111111333");
        await host.ReceivedAsync(receiver, 1);
        host.Save(10, "6");
        await ListedAsync(host, 2);
        receiver.AnswerWith(200);

        await host.Report.TurnUntilAsync(() => receiver.Messages[^1].Kind == "surgeGrew");

        Assert.Equal(["surgeBegan", "surgeGrew"], receiver.Messages.Select(message => message.Kind).Distinct());
        Assert.Equal(1, receiver.Messages.Count(message => message.Kind == "surgeGrew"));
    }

    /// <summary>One that a receiver will never take must not keep it from hearing of the next surge or difficulty.</summary>
    [Fact]
    public async Task Webhook_RefusesOneAlert_ThoseOfOtherEpisodesAreDeliveredMeanwhile()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        RefuseThose(receiver, id => id.StartsWith("surge", StringComparison.Ordinal));
        await using var host = await AlertingHost.StartAsync(10.5, [receiver]);
        host.Save(0, "1113333333", refused: "0000005550");

        await ListedAsync(host, 2);
        await host.Report.TurnUntilAsync(() => Delivery(host, "difficultyBegan").State == DeliveryState.Sent);

        Assert.Equal(["surgeBegan", "difficultyBegan"], receiver.Messages.Take(2).Select(message => message.Kind));
        Assert.NotEqual(DeliveryState.Sent, Delivery(host, "surgeBegan").State);
    }

    [Fact]
    public async Task Webhook_HasFaultsAndThenRefusesOnce_GetsItAfterAll()
    {
        int[] answers = [503, 503, 503, 503, 503, 400, 204];
        await using var receiver = await WebhookReceiver.StartAsync();
        var asked = 0;
        receiver.Answer = context =>
        {
            context.Response.StatusCode = answers[Math.Min(asked++, answers.Length - 1)];
            return Task.CompletedTask;
        };
        await using var host = await AlertingHost.StartAsync(10.5, [receiver]);
        host.Save(0, "1111111333");
        await host.ReceivedAsync(receiver, 1);

        await host.Report.TurnUntilAsync(() => Delivery(host, "surgeBegan").State is DeliveryState.Sent or DeliveryState.Failed);

        Assert.Equal((DeliveryState.Sent, answers.Length), Delivery(host, "surgeBegan") is var began ? (began.State, began.Attempts) : default);
    }

    [Fact]
    public async Task Webhook_RefusesAnAlertFiveTimes_GivenUpAndListedAndTheRestOfTheSurgeGoesOn()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        RefuseThose(receiver, id => id.EndsWith("step-3", StringComparison.Ordinal));
        await using var host = await AlertingHost.StartAsync(10.5, [receiver]);
        host.Save(0, "1111111333");
        await host.ReceivedAsync(receiver, 1);
        host.Save(10, "6");
        await ListedAsync(host, 2);

        await host.Report.TurnUntilAsync(() => Delivery(host, "surgeGrew").State == DeliveryState.Sent);
        var dead = (await host.Report.GetJsonAsync("/api/v1/alerts?state=failed"))["alerts"]!.AsArray();
        var sent = (await host.Report.GetJsonAsync("/api/v1/alerts?state=sent"))["alerts"]!.AsArray();

        Assert.Equal((DeliveryState.Failed, 5, "It answered 400."), Delivery(host, "surgeBegan") is var began ? (began.State, began.Attempts, began.LastError) : default);
        Assert.True(receiver.Messages[^1].SentAt - receiver.Messages[0].SentAt < TimeSpan.FromMinutes(5));
        Assert.Equal(("surgeBegan", "surgeGrew"), ((string?)Assert.Single(dead)!["alert"]!["kind"], (string?)Assert.Single(sent)!["alert"]!["kind"]));
        Assert.Equal(HealthStatus.Degraded, (await HealthAsync(host)).Status);
    }

    [Fact]
    public async Task Webhook_Gone_GivenUpAndTheNextAlertIsTriedAll()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.AnswerWith(410);
        await using var host = await AlertingHost.StartAsync(10.5, [receiver]);
        host.Save(0, "1111111333");
        var delivery = await host.SettledAsync(webhook: 0);
        receiver.AnswerWith(200);
        host.Save(10, "6");

        var messages = await host.ReceivedAsync(receiver, 2);

        Assert.Equal(("failed", 1, "It answered 410."), ((string?)delivery["state"], (int?)delivery["attempts"], (string?)delivery["lastError"]));
        Assert.Equal(["surgeBegan", "surgeGrew"], messages.Select(message => message.Kind));
        Assert.Contains(host.Report.Logs.GetSnapshot(), record => record.Level == LogLevel.Error && record.Message.Contains("given up: It answered 410", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Webhook_AwayForMoreThanADay_GivenUpAndToldOfAgainWhenBack()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.AnswerWith(500);
        await using var host = await AlertingHost.StartAsync(10.5, [receiver]);
        host.Save(0, "1111111333");
        await host.ReceivedAsync(receiver, 1);
        var store = host.Report.Services.GetRequiredService<AlertStore>();
        await host.Report.TurnUntilAsync(() => store.List(9, AlertPlace.Top).Any(one => one.Alert.Deliveries[0].State == DeliveryState.Failed), TimeSpan.FromMinutes(10));
        var tried = receiver.Messages[^1].SentAt - receiver.Messages[0].SentAt;
        receiver.AnswerWith(200);

        // Its end, by silence, waited behind it.
        await host.Report.TurnUntilAsync(() => receiver.Messages[^1].Kind == "surgeEnded");

        // The clock is turned on in steps of 10 minutes while a request is on its way.
        Assert.InRange(tried, TimeSpan.FromHours(22), TimeSpan.FromHours(26));
        Assert.Single(receiver.Messages.Where(message => message.Kind == "surgeBegan").Select(message => message.Id).Distinct());
        var began = (await host.ListAsync()).Single(alert => (string?)alert!["alert"]!["kind"] == "surgeBegan")!["deliveries"]![0]!;
        Assert.Equal(("failed", "It answered 500."), ((string?)began["state"], (string?)began["lastError"]));
    }

    [Fact]
    public async Task Difficulty_InASurge_ToldApartWithTheSurgeItBelongsTo()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await AlertingHost.StartAsync(10.5, [receiver]);
        host.Save(0, "1113333333", refused: "0000005550");

        var messages = await host.ReceivedAsync(receiver, 2);

        Assert.Equal(["surgeBegan", "difficultyBegan"], messages.Select(message => message.Kind));
        Assert.Equal("2016-11-08T22:05:00-05:00", (string?)messages[0].Json["difficultSince"]);
        Assert.Equal(
            ("difficulty-20161109T0305Z-began", "difficulty-20161109T0305Z", "surge-20161109T0303Z"),
            (messages[1].Id, (string?)messages[1].Json["difficultyId"], (string?)messages[1].Json["surgeId"]));
        Assert.Equal(0.05, (double?)messages[1].Json["refusedShare"]);
        Assert.Equal(
            "The site is difficult to reach: page views have been refused since 10:05\u00A0p.m. on Tuesday, November 8, 2016 (UTC−05:00), 5% of them at the worst.",
            (string?)messages[1].Json["text"]);
    }

    [Fact]
    public async Task Replicas_ThatShareNothing_TellTheSameSurgeUnderTheSameId()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var one = await AlertingHost.StartAsync(10.5, [receiver]);
        await using var other = await AlertingHost.StartAsync(10.7, [receiver]);
        one.Save(0, "1111111333");
        other.Save(0, "1111111333");
        await one.ReceivedAsync(receiver, 1);

        var messages = await other.ReceivedAsync(receiver, 2);

        Assert.Equal(messages[0].Id, messages[1].Id);
    }

    /// <summary>As when the disk is full, or the process dies, between the alert and its delivery.</summary>
    [Fact]
    public async Task Alert_DeliveryCannotBeKept_NothingIsReportedAndAllOfItIsLater()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await AlertingHost.StartAsync(10.5, [receiver]);
        using var connection = host.Report.Services.GetRequiredService<ReportDatabase>().Open();
        connection.Execute("CREATE TRIGGER full BEFORE INSERT ON alert_delivery BEGIN SELECT RAISE(ABORT, 'disk is full'); END");
        host.Save(0, "1111111333");
        await host.Report.TurnUntilAsync(() => host.Report.Logs.GetSnapshot().Any(record => record.Message.StartsWith("Surges could not be looked for", StringComparison.Ordinal)));
        var (alerts, episodes) = (host.Report.Services.GetRequiredService<AlertStore>().List(9, AlertPlace.Top), host.Report.Services.GetRequiredService<AlertStore>().Episodes());
        var health = await HealthAsync(host);
        connection.Execute("DROP TRIGGER full");

        var messages = await host.ReceivedAsync(receiver, 1);

        Assert.Empty(alerts);
        Assert.Empty(episodes);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("disk is full", health.Description, StringComparison.Ordinal);
        Assert.Equal("surgeBegan", messages[0].Kind);
        Assert.Single(await ListedAsync(host, 1));
    }

    [Fact]
    public async Task Alert_Made_EventMetricsAndHealth()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.AnswerWith(500);
        await using var host = await AlertingHost.StartAsync(10.5, [receiver]);
        var meters = host.Report.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();
        using var made = new MetricCollector<long>(meters, "Affluence.Report", "affluence.report.alerts.made");
        using var deliveries = new MetricCollector<long>(meters, "Affluence.Report", "affluence.report.alerts.deliveries");
        using var pending = new MetricCollector<long>(meters, "Affluence.Report", "affluence.report.alerts.pending");
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(host)).Status);
        host.Save(0, "1111111333");
        await host.ReceivedAsync(receiver, 2);

        var degraded = await HealthAsync(host);
        pending.RecordObservableInstruments();
        receiver.AnswerWith(200);
        await host.SettledAsync(webhook: 0);

        Assert.Equal((HealthStatus.Degraded, "Alerts could not be delivered to receiver 0."), (degraded.Status, degraded.Description));
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(host)).Status);
        Assert.Equal("surge_began", Assert.Single(made.GetMeasurementSnapshot()).Tags["affluence.alert.kind"]);
        Assert.Equal(["500", "500", null], deliveries.GetMeasurementSnapshot().Select(one => one.Tags.GetValueOrDefault("error.type")));
        Assert.All(deliveries.GetMeasurementSnapshot(), one => Assert.Equal("receiver 0", one.Tags["affluence.webhook.name"]));
        Assert.Equal(1, Assert.Single(pending.GetMeasurementSnapshot()).Value);

        var alert = Assert.Single(host.Report.Logs.GetSnapshot(), record => record.Id.Name == "affluence.report.alert");
        Assert.Equal(
            ("surge-20161109T0307Z-step-3", "SurgeBegan", "3000"),
            (alert.GetStructuredStateValue("AlertId"), alert.GetStructuredStateValue("AlertKind"), alert.GetStructuredStateValue("Visitors")));
        Assert.DoesNotContain(host.Report.Logs.GetSnapshot(), record => record.ToString().Contains("/hook", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Report.Logs.GetSnapshot(), record => record.ToString().Contains("whsec_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_ForOperators_WhatWasSentWaitsAndFailed()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var broken = await WebhookReceiver.StartAsync();
        broken.AnswerWith(500);
        await using var host = await AlertingHost.StartAsync(10.5, [receiver, broken]);
        host.Save(0, "1111111333");
        await host.ReceivedAsync(broken, 1);
        await host.ReceivedAsync(receiver, 1);
        await host.SettledAsync(webhook: 0);
        await host.Report.TurnUntilAsync(() => host.NewestDelivery(1)?.LastError is not null);
        host.Save(10, "6");

        var list = await ListedAsync(host, 2);
        var last = await host.Report.GetJsonAsync("/api/v1/alerts?limit=1");
        var before = await host.Report.GetJsonAsync((string)last["next"]!);

        Assert.Equal(["surgeGrew", "surgeBegan"], list.Select(alert => (string?)alert!["alert"]!["kind"]));
        Assert.Equal(list[0]!["alert"]!.ToJsonString(), Assert.Single(last["alerts"]!.AsArray())!["alert"]!.ToJsonString());
        Assert.Equal(list[1]!["alert"]!.ToJsonString(), Assert.Single(before["alerts"]!.AsArray())!["alert"]!.ToJsonString());
        Assert.Null(before["next"]);
        Assert.Equal(["receiver 0", "receiver 1"], list[1]!["deliveries"]!.AsArray().Select(delivery => (string?)delivery!["webhook"]));
        Assert.Equal(["sent", "pending"], list[1]!["deliveries"]!.AsArray().Select(delivery => (string?)delivery!["state"]));
        Assert.Equal("It answered 500.", (string?)list[1]!["deliveries"]![1]!["lastError"]);
        Assert.NotNull(list[1]!["deliveries"]![1]!["nextAttemptAt"]);
        Assert.DoesNotContain("/hook", list.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 200, null)]
    [InlineData("a3f1c9e07b5d48261f0c9ab7e4d35826", 401, null)]
    [InlineData("a3f1c9e07b5d48261f0c9ab7e4d35826", 200, "Bearer a3f1c9e07b5d48261f0c9ab7e4d35826")]
    public async Task List_Credential_Needed(string? token, int status, string? authorization)
    {
        await using var host = await AlertingHost.StartAsync(0, [], settings: token is null ? [] : [("Credentials:Operator:Tokens:0", token)]);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/alerts");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var response = await host.Report.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task SurgeGauges_TellTheCurrentSnapshotAndNothingWhenItIsStale()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = Api.CurrentSnapshotTests.Night);
        await ReportHost.UntilAsync(async () => (await host.FirstSnapshotAsync())["surge"]!["level"] is { } level && (string?)level == "surge" ? level : AdvanceBy2Seconds(host));
        var meters = host.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();
        using var level = new MetricCollector<int>(meters, "Affluence.Report", "affluence.report.surge.level");
        using var ratio = new MetricCollector<double>(meters, "Affluence.Report", "affluence.report.surge.ratio");
        using var difficulty = new MetricCollector<int>(meters, "Affluence.Report", "affluence.report.difficulty.level");

        level.RecordObservableInstruments();
        ratio.RecordObservableInstruments();
        difficulty.RecordObservableInstruments();

        Assert.Equal((1, 1), (Assert.Single(level.GetMeasurementSnapshot()).Value, Assert.Single(difficulty.GetMeasurementSnapshot()).Value));
        Assert.Equal(11.76, Assert.Single(ratio.GetMeasurementSnapshot()).Value);

        await host.StopCounterAsync();
        host.Time.Advance(TimeSpan.FromSeconds(40));
        level.Clear();
        level.RecordObservableInstruments();
        Assert.Empty(level.GetMeasurementSnapshot());
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static JsonNode? AdvanceBy2Seconds(ReportHost host)
    {
        host.Time.Advance(TimeSpan.FromSeconds(2));
        return null;
    }

    /// <summary>Turns the clock on until so many alerts are on record, and gives them.</summary>
    private static async Task<JsonArray> ListedAsync(AlertingHost host, int count)
    {
        var store = host.Report.Services.GetRequiredService<AlertStore>();
        await host.Report.TurnUntilAsync(() => store.List(1000, AlertPlace.Top).Count >= count);
        return await host.ListAsync();
    }

    private static void RefuseThose(WebhookReceiver receiver, Func<string, bool> refuses) => receiver.Answer = context =>
    {
        context.Response.StatusCode = refuses(context.Request.Headers["webhook-id"].ToString()) ? 400 : 204;
        return Task.CompletedTask;
    };

    /// <summary>Of the only alert of a kind, to the only webhook.</summary>
    private static Delivery Delivery(AlertingHost host, string kind) =>
        Assert.Single(
            host.Report.Services.GetRequiredService<AlertStore>().List(9, AlertPlace.Top),
            one => one.Alert.Alert.Kind.ToString().Equals(kind, StringComparison.OrdinalIgnoreCase)).Alert.Deliveries[0];

    private static async Task<HealthReportEntry> HealthAsync(AlertingHost host)
    {
        var report = await host.Report.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == "alerts");
        return report.Entries["alerts"];
    }
}

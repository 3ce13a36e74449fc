using System.Text.Json.Nodes;
using Affluence.Admission.V1;
using Affluence.Report.Fairness;
using Affluence.Report.V1;
using Affluence.ReportService.Tests.Fakes;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using CountryFairness = Affluence.Report.V1.CountryFairness;

namespace Affluence.ReportService.Tests.Fairness;

/// <summary>The figures by HTTP and by gRPC, which are the same.</summary>
public sealed class FairnessApiTests
{
    private const string Night = "/api/v1/fairness?from=2016-11-08T23:00&to=2016-11-08T23:40";

    [Fact]
    public async Task RoomWasOpen_TellsEachCountryAndHowManyAreNotTested()
    {
        var night = RoomNight.Record(1, "CA", 1.1);
        await using var host = await StartAsync(counter => counter.Room.Arrivals = RoomNight.Message(night));

        var answer = await host.GetJsonAsync(Night);

        var expected = FairnessComposer.Compose(night, RoomNight.End);
        Assert.Equal("2016-11-08T23:00:00-05:00", (string?)answer["from"]);
        Assert.Equal("2016-11-09T00:00:00-05:00", (string?)answer["asOf"]);
        var fairness = answer["fairness"]!;
        Assert.Equal((4_000, expected.Tested, expected.NotTested), ((long)fairness["joined"]!, (int)fairness["tested"]!, (int)fairness["notTested"]!));
        var canada = fairness["countries"]!.AsArray().Single(country => (string?)country!["code"] == "CA")!;
        var figures = expected.Countries.Single(country => country.Code.ToString() == "CA");
        Assert.Equal("waitedLonger", (string?)canada["verdict"]);
        Assert.Equal("Canada", (string?)canada["name"]!["en"]);
        Assert.Equal(figures.MedianMinutes, (int?)canada["medianMinutes"]);
        Assert.Equal(figures.OddsRatio!.Value.Low, (double)canada["oddsRatio"]!["low"]!);
        Assert.Equal(figures.AdjustedP, (double?)canada["adjustedP"]);
        Assert.Empty(answer["unavailable"]!.AsObject());
    }

    [Fact]
    public async Task Grpc_TellsTheSame()
    {
        var night = RoomNight.Record(1, "CA", 1.1);
        await using var host = await StartAsync(counter => counter.Room.Arrivals = RoomNight.Message(night));
        using var channel = GrpcChannel.ForAddress(host.Grpc);
        var client = new FairnessService.FairnessServiceClient(channel);
        var request = new GetFairnessRequest { From = RoomNight.Start.ToTimestamp(), To = RoomNight.Start.AddMinutes(40).ToTimestamp() };

        var message = await client.GetFairnessAsync(request, cancellationToken: TestContext.Current.CancellationToken);

        var json = (await host.GetJsonAsync(Night))["fairness"]!;
        Assert.Equal(json["countries"]!.AsArray().Select(Line), message.Fairness.Countries.Select(Line));
        Assert.Equal((ulong)json["gaveUp"]!, message.Fairness.GaveUp);
        Assert.Equal(RoomNight.End, message.AsOf.ToDateTimeOffset());
        var wrong = await Assert.ThrowsAsync<RpcException>(async () => await client.GetFairnessAsync(new GetFairnessRequest { From = request.To, To = request.From }));
        Assert.Equal((StatusCode.InvalidArgument, "from: must be before to, by a minute at least and 24 hours at most."), (wrong.StatusCode, wrong.Status.Detail));
        Assert.Equal("to: must be set.", (await Assert.ThrowsAsync<RpcException>(async () => await client.GetFairnessAsync(new GetFairnessRequest { From = request.From }))).Status.Detail);
    }

    [Theory]
    [InlineData(Night, false, null, "The waiting room was never open.")]
    [InlineData(Night, true, null, "Nobody was given a place in the waiting room in these minutes.")]
    [InlineData(Night, true, StatusCode.Unavailable, "The counter did not tell of the waiting room (Unavailable).")]
    [InlineData("/api/v1/fairness?from=2016-11-06T12:00&to=2016-11-06T13:00", true, null, "The counter keeps what became of arrivals for 48 hours, and these came before.")]
    [InlineData("/api/v1/fairness?from=2016-11-09T12:00&to=2016-11-09T13:00", true, null, "These minutes have not begun.")]
    public async Task NothingCanBeSaid_IsNullWithTheReason(string address, bool wasOpen, StatusCode? failure, string reason)
    {
        await using var host = await StartAsync(counter =>
        {
            counter.Room.State = wasOpen ? new RoomState { OpenedAt = RoomNight.Start.ToTimestamp() } : new RoomState();
            counter.Room.Failure = failure;
        });

        var answer = await host.GetJsonAsync(address);

        Assert.Null(answer["fairness"]);
        Assert.Equal(reason, (string?)answer["unavailable"]!["fairness"]);
    }

    [Fact]
    public async Task TooFew_AreCountedAndNotTested()
    {
        await using var host = await StartAsync(counter => counter.Room.Arrivals = RoomNight.Message([.. RoomNight.Record(1).Where(cohort => cohort.Country == RoomNight.Code("IS"))]));

        var fairness = (await host.GetJsonAsync(Night))["fairness"]!;

        Assert.Equal((0, 1), ((int)fairness["tested"]!, (int)fairness["notTested"]!));
        var country = Assert.Single(fairness["countries"]!.AsArray())!;
        Assert.Equal("notTested", (string?)country["verdict"]);
        Assert.Null(country["p"]);
        Assert.Null(country["othersMedianMinutes"]);
    }

    private static Task<ReportHost> StartAsync(Action<FakeCounter> arrange) => ReportHost.StartAsync(arrange, RoomNight.End.AddSeconds(5));

    private static string Line(JsonNode? country) =>
        $"{country!["code"]} {country["joined"]} {country["letIn"]} {country["medianMinutes"]} {country["medianHigh"]} {country["minutes90"]} {country["othersMedianMinutes"]} {country["verdict"]} {country["p"]}";

    private static string Line(CountryFairness country)
    {
        var verdict = country.Verdict.ToString();
        return $"{country.CountryCode} {country.Joined} {country.LetIn} {(country.HasMedianMinutes ? country.MedianMinutes : null)} " +
            $"{(country.HasMedianHigh ? country.MedianHigh : null)} {(country.HasMinutes90 ? country.Minutes90 : null)} " +
            $"{(country.HasOthersMedianMinutes ? country.OthersMedianMinutes : null)} {char.ToLowerInvariant(verdict[0])}{verdict[1..]} " +
            (country.HasP ? JsonValue.Create(country.P).ToJsonString() : null);
    }
}

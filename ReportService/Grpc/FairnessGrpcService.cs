using Affluence.Report.Fairness;
using Affluence.Report.Live;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using static Affluence.Report.Grpc.GrpcRequest;
using static Affluence.Report.Grpc.OptionalField;
using Wire = Affluence.Report.V1;

namespace Affluence.Report.Grpc;

/// <summary>Whether countries waited alike, for programs.</summary>
internal sealed class FairnessGrpcService(FairnessReader reader, Places places) : Wire.FairnessService.FairnessServiceBase
{
    public override async Task<Wire.GetFairnessResponse> GetFairness(Wire.GetFairnessRequest request, ServerCallContext context)
    {
        var (range, fault) = FairnessRange.Create(Instant("from", request.From), Instant("to", request.To));
        if (range is null)
        {
            throw InvalidArgument("from", fault!);
        }

        using var place = places.EnterExport(context);
        var reading = await reader.ReadAsync(range, context.CancellationToken);
        return new Wire.GetFairnessResponse
        {
            AsOf = Timestamp.FromDateTimeOffset(reading.AsOf),
            Fairness = reading.Figures is { } figures ? ToMessage(figures) : null,
            Unavailable = reading.Reason ?? string.Empty,
        };
    }

    private static Wire.Fairness ToMessage(FairnessFigures figures) => new()
    {
        Level = figures.Level,
        Joined = (ulong)figures.Joined,
        LetIn = (ulong)figures.LetIn,
        Waiting = (ulong)figures.Waiting,
        GaveUp = (ulong)figures.GaveUp,
        Tested = (uint)figures.Tested,
        NotTested = (uint)figures.NotTested,
        NotTestedJoined = (ulong)figures.NotTestedJoined,
        Countries = { figures.Countries.Select(ToMessage) },
    };

    private static Wire.CountryFairness ToMessage(CountryFairness country)
    {
        var message = new Wire.CountryFairness
        {
            CountryCode = country.Code.ToString(),
            Joined = (ulong)country.Joined,
            LetIn = (ulong)country.LetIn,
            Waiting = (ulong)country.Waiting,
            GaveUp = (ulong)country.GaveUp,
            OddsRatio = country.OddsRatio is { } ratio ? new Wire.OddsRatio { Value = ratio.Value, Low = ratio.Low, High = ratio.High } : null,
            Verdict = country.Verdict switch
            {
                FairnessVerdict.NotTested => Wire.FairnessVerdict.NotTested,
                FairnessVerdict.NothingFound => Wire.FairnessVerdict.NothingFound,
                FairnessVerdict.WaitedLonger => Wire.FairnessVerdict.WaitedLonger,
                FairnessVerdict.LetInSooner => Wire.FairnessVerdict.LetInSooner,
                var other => throw new InvalidOperationException($"{other} is no verdict known here."),
            },
        };

        Set(country.MedianMinutes, minutes => message.MedianMinutes = (uint)minutes);
        Set(country.MedianLow, minutes => message.MedianLow = (uint)minutes);
        Set(country.MedianHigh, minutes => message.MedianHigh = (uint)minutes);
        Set(country.Minutes90, minutes => message.Minutes90 = (uint)minutes);
        Set(country.OthersMedianMinutes, minutes => message.OthersMedianMinutes = (uint)minutes);
        Set(country.P, probability => message.P = probability);
        Set(country.AdjustedP, probability => message.AdjustedP = probability);
        return message;
    }
}

using Affluence.Report.CivilTime;
using Affluence.Report.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace Affluence.Report.Api;

/// <summary>Reads <c>from</c>, <c>to</c> and <c>step</c>.</summary>
internal static class RangeParameters
{
    /// <summary>The range, or the problem to answer with.</summary>
    /// <param name="mostPoints">How many minutes it may have.</param>
    public static (MinuteRange? Range, ProblemHttpResult? Problem) Read(
        string? from, string? to, string? step, DateTimeZone zone, int mostPoints = MinuteRange.MostPoints)
    {
        var begin = ReadMoment("from", from, zone);
        var end = ReadMoment("to", to, zone);
        var length = step is null ? Parsed.Of(MinuteRange.DefaultStep) : StepText.Parse(step);
        if ((begin.Problem ?? end.Problem) is { } wrongMoment)
        {
            return (null, wrongMoment);
        }

        if (!length.Succeeded)
        {
            return (null, Problems.BadParameter("step", length.Error));
        }

        var (range, parameter, fault) = MinuteRange.Create(begin.At, end.At, length.Value.Value, mostPoints);
        return range is null ? (null, Problems.BadParameter(parameter!, fault!)) : (range, null);
    }

    private static (DateTimeOffset At, ProblemHttpResult? Problem) ReadMoment(string name, string? text, DateTimeZone zone)
    {
        if (text is null)
        {
            return (default, Problems.BadParameter(name, $"is missing, for example {name}={MomentText.Example}."));
        }

        var moment = MomentText.Parse(text, zone);
        return moment.Succeeded ? (moment.Value.Value, null) : (default, Problems.BadParameter(name, moment.Error));
    }
}

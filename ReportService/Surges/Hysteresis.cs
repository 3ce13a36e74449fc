namespace Affluence.Report.Surges;

/// <summary>
/// A state that begins after some minutes running of one sign and ends after some minutes of another, each dated back to the first of
/// them. Minutes of which nothing is known break a beginning, and neither further nor hinder an end, unless nothing is known for so long
/// that the state can't be upheld.
/// </summary>
internal sealed record Hysteresis(int MinutesToBegin, int MinutesToEnd)
{
    /// <summary>Longest time without knowledge over which a state is taken to last, in minutes.</summary>
    public const int LongestSilence = 15;

    /// <summary>Takes the next minute.</summary>
    /// <param name="sign">Whether the minute has the sign of the state; null when not known.</param>
    /// <param name="counterSign">Whether it has the sign of its end.</param>
    /// <returns>The state after it, and that which ended with it, if one did.</returns>
    public (HysteresisState State, Episode? Ended) Add(HysteresisState state, long minute, bool? sign, bool? counterSign)
    {
        (state, var ended) = EndOfSilence(state, minute);
        if (sign is null || counterSign is null)
        {
            return (WithoutSigns(state), ended);
        }

        if (state.LastKnown != minute - 1)
        {
            state = WithoutSigns(state);
        }

        state = state with { LastKnown = minute };
        if (state.Since is null)
        {
            return (Begin(state, minute, sign.Value), ended);
        }

        return End(state, minute, counterSign.Value);
    }

    /// <summary>Ends the state when nothing has been known for too long before a minute.</summary>
    public static (HysteresisState State, Episode? Ended) EndOfSilence(HysteresisState state, long minute) =>
        state.LastKnown is { } known && minute - known > LongestSilence
            ? (default, state.Since is { } since ? new Episode(since, known + 1, BySilence: true) : null)
            : (state, null);

    private HysteresisState Begin(HysteresisState state, long minute, bool sign)
    {
        if (!sign)
        {
            return WithoutSigns(state);
        }

        var first = state.FirstSign ?? minute;
        var signs = state.Signs + 1;
        return signs >= MinutesToBegin ? WithoutSigns(state) with { Since = first } : state with { FirstSign = first, Signs = signs };
    }

    private (HysteresisState, Episode?) End(HysteresisState state, long minute, bool counterSign)
    {
        if (!counterSign)
        {
            return (state with { FirstCounterSign = null, CounterSigns = 0 }, null);
        }

        var first = state.FirstCounterSign ?? minute;
        var signs = state.CounterSigns + 1;
        return signs >= MinutesToEnd
            ? (new HysteresisState { LastKnown = minute }, new Episode(state.Since!.Value, first, BySilence: false))
            : (state with { FirstCounterSign = first, CounterSigns = signs }, null);
    }

    private static HysteresisState WithoutSigns(HysteresisState state) => state with { FirstSign = null, Signs = 0 };
}

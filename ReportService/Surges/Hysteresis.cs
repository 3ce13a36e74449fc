namespace Affluence.Report.Surges;

/// <summary>
/// A state that begins after some minutes running of one sign and ends after some minutes of another, each dated back to the first of
/// them. Minutes of which nothing is known break a beginning, and neither further nor hinder an end, unless nothing is known for so long
/// that the state can't be upheld.
/// </summary>
internal sealed class Hysteresis(int minutesToBegin, int minutesToEnd)
{
    /// <summary>Longest time without knowledge over which a state is taken to last, in minutes.</summary>
    public const int LongestSilence = 15;

    private long? _firstSign;
    private long? _firstCounterSign;
    private int _signs;
    private int _counterSigns;
    private long? _lastKnown;

    /// <summary>First minute of the state that lasts; null when it does not.</summary>
    public long? Since { get; private set; }

    /// <summary>Takes the next minute.</summary>
    /// <param name="sign">Whether the minute has the sign of the state; null when not known.</param>
    /// <param name="counterSign">Whether it has the sign of its end.</param>
    /// <returns>The state that ended with this minute, if one did.</returns>
    public Episode? Add(long minute, bool? sign, bool? counterSign)
    {
        var ended = EndOfSilence(minute);
        if (sign is null || counterSign is null)
        {
            _signs = 0;
            return ended;
        }

        if (_lastKnown != minute - 1)
        {
            _signs = 0;
        }

        _lastKnown = minute;
        return Since is null ? Begin(minute, sign.Value) ?? ended : End(minute, counterSign.Value);
    }

    /// <summary>Ends the state when nothing has been known for too long before a minute.</summary>
    public Episode? EndOfSilence(long minute)
    {
        if (_lastKnown is not { } known || minute - known <= LongestSilence)
        {
            return null;
        }

        return Finish(known + 1, bySilence: true);
    }

    private Episode? Begin(long minute, bool sign)
    {
        if (!sign)
        {
            _signs = 0;
            return null;
        }

        _firstSign = _signs == 0 ? minute : _firstSign;
        _signs++;
        if (_signs >= minutesToBegin)
        {
            Since = _firstSign;
            _signs = 0;
        }

        return null;
    }

    private Episode? End(long minute, bool counterSign)
    {
        if (!counterSign)
        {
            _counterSigns = 0;
            return null;
        }

        _firstCounterSign = _counterSigns == 0 ? minute : _firstCounterSign;
        _counterSigns++;
        return _counterSigns >= minutesToEnd ? Finish(_firstCounterSign!.Value, bySilence: false) : null;
    }

    private Episode? Finish(long until, bool bySilence)
    {
        Episode? ended = Since is { } since ? new Episode(since, until, bySilence) : null;
        Since = null;
        _signs = 0;
        _counterSigns = 0;
        return ended;
    }
}

using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Privacy;

/// <summary>Tells who asked not to be told apart, as far as that is honoured, and counts their page views.</summary>
internal sealed class VisitorWishes(IOptions<PrivacyOptions> options)
{
    private readonly PrivacySignals _honoured = options.Value.Honour;
    private long _pageViews;

    /// <summary>Page views captured since the start whose visitor is not counted because he asked for it.</summary>
    public long PageViews => Interlocked.Read(ref _pageViews);

    public bool AreAgainst(IHeaderDictionary headers, HitKind kind)
    {
        var against = (_honoured >= PrivacySignals.Gpc && Says1(headers["Sec-GPC"]))
            || (_honoured >= PrivacySignals.GpcAndDnt && Says1(headers["DNT"]));
        if (against && kind == HitKind.PageView)
        {
            Interlocked.Increment(ref _pageViews);
        }

        return against;
    }

    /// <summary>
    /// "1" is the only value that both specifications give a meaning of refusal. A proxy may have joined several lines by commas; where they
    /// contradict each other, the refusal holds.
    /// </summary>
    private static bool Says1(StringValues lines)
    {
        foreach (var line in lines)
        {
            var text = line.AsSpan();
            foreach (var part in text.Split(','))
            {
                if (text[part].Trim(" \t") is "1")
                {
                    return true;
                }
            }
        }

        return false;
    }
}

using Affluence.Report.Dashboard.Now;
using Affluence.Report.Languages;

namespace Affluence.Report.Dashboard;

/// <summary>Chooses what a screen reader is told of a page that changes every 2 s: a change of state at once, the figure once a minute.</summary>
internal sealed class Announcer
{
    private static readonly TimeSpan LeastTimeBetweenFigures = TimeSpan.FromMinutes(1);

    private (Gravity Surge, Gravity Difficulty, bool Stale)? _state;
    private DateTimeOffset _told;

    /// <summary>Null: nothing new. What the page shows when it is opened is not announced, since it is read.</summary>
    public string? Next(NowView view, bool stale, DateTimeOffset now, Typography words)
    {
        var state = (view.Surge.Gravity, view.Difficulty.Gravity, stale);
        var (known, before) = (_state is not null, _state);
        if (state == before && now - _told < LeastTimeBetweenFigures)
        {
            return null;
        }

        _state = state;
        _told = now;
        return known ? Tell(view, stale, stateChanged: state != before, words) : null;
    }

    private static string Tell(NowView view, bool stale, bool stateChanged, Typography words)
    {
        if (stale)
        {
            return words.Choose("The figures are no longer up to date.", "Les chiffres ne sont plus à jour.");
        }

        var figure = view.Visitors.Value is { } visitors
            ? words.Choose($"Visitors: {visitors}.", $"Visiteurs\u00A0: {visitors}.")
            : words.Choose("The number of visitors is not known.", "Le nombre de visiteurs est inconnu.");
        return stateChanged ? $"{view.Surge.Title} {view.Surge.Since}. {view.Difficulty.Title} {view.Difficulty.Since}. {figure}" : figure;
    }
}

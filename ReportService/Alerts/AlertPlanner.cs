using System.Globalization;
using Affluence.Report.Surges;

namespace Affluence.Report.Alerts;

/// <summary>
/// Holds what the stored minutes show against what was reported, and tells what is yet to be: each step of a surge once, and its end.
/// Minutes are composed again when records arrive late, so a surge is known again not by its beginning but by the time it shares.
/// </summary>
/// <param name="quiet">
/// Whether the history has come to rest. While minutes are still being put on record, as in an import, what is past is not judged.
/// </param>
/// <param name="isDenied">Whether the minutes that began a reported episode are known, and so speak against it when they show none.</param>
internal sealed class AlertPlanner(DateTimeOffset now, bool quiet, Predicate<AlertedEpisode> isDenied)
{
    // Two surges are at least 15 minutes apart, and a beginning seldom moves by more than this.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    private readonly List<Alert> _alerts = [];
    private readonly List<AlertedEpisode> _episodes = [];
    private bool _waiting;

    public AlertPlan Plan(IEnumerable<DetectedEpisode> detected, IEnumerable<AlertedEpisode> alerted)
    {
        var found = detected.ToLookup(episode => episode.Subject);
        var known = alerted.ToLookup(episode => episode.Subject);
        foreach (var subject in Enum.GetValues<AlertSubject>())
        {
            foreach (var match in Match(found[subject], known[subject]))
            {
                Plan(subject, match);
            }
        }

        return new AlertPlan([.. _alerts.OrderBy(alert => alert.KnownAt)], _episodes, _waiting);
    }

    /// <summary>Groups of episodes that share a time, and so are one.</summary>
    private static List<(List<DetectedEpisode> Found, List<AlertedEpisode> Known)> Match(
        IEnumerable<DetectedEpisode> detected, IEnumerable<AlertedEpisode> alerted)
    {
        var byTime = detected.Select(one => (one.Since, one.LastsUntil, Found: (DetectedEpisode?)one, Known: (AlertedEpisode?)null))
            .Concat(alerted.Select(one => (one.Since, one.LastsUntil, Found: (DetectedEpisode?)null, Known: (AlertedEpisode?)one)))
            .OrderBy(one => one.Since);
        var groups = new List<(List<DetectedEpisode> Found, List<AlertedEpisode> Known)>();
        var end = DateTimeOffset.MinValue;
        foreach (var (since, lastsUntil, found, known) in byTime)
        {
            if (groups.Count == 0 || since - end > Tolerance)
            {
                groups.Add(([], []));
            }

            if (found is not null)
            {
                groups[^1].Found.Add(found);
            }
            else
            {
                groups[^1].Known.Add(known!);
            }

            end = lastsUntil > end ? lastsUntil : end;
        }

        return groups;
    }

    private void Plan(AlertSubject subject, (List<DetectedEpisode> Found, List<AlertedEpisode> Known) match)
    {
        if (match.Found.Count == 0)
        {
            foreach (var denied in match.Known.Where(known => !known.Over && isDenied(known)))
            {
                Withdraw(denied);
            }

            return;
        }

        var (first, last) = (match.Found[0], match.Found[^1]);
        var open = match.Known.Exists(known => !known.Over);
        var told = match.Known.Count == 0 ? (double?)null : match.Known.Max(known => known.Rank);
        AlertMark[] due = [.. match.Found.SelectMany(found => found.Marks).Where(mark => !(mark.Rank <= told)).OrderBy(mark => mark.Rank).DistinctBy(mark => mark.Rank)];
        var over = last.OverAt <= now;
        if (over && !quiet && (due.Length > 0 || open) && (last.EndedBy == EpisodeEnd.Silence || now - last.OverAt > Alert.Prompt))
        {
            _waiting = true;
            return;
        }

        if (match.Known.Count == 0 && due.Length == 0)
        {
            return;
        }

        var episode = new Whole(
            match.Known.Find(known => !known.Over)?.Id ?? match.Known.LastOrDefault()?.Id ?? IdOf(subject, first.Since), subject, first.Since, last);
        if (due.Length > 0)
        {
            _alerts.Add(Reached(episode, due, isFirst: told is null));
            open = true;
        }
        else if (!open && last.Until is null)
        {
            _alerts.Add(Resumed(episode));
            open = true;
        }

        if (over && open)
        {
            _alerts.Add(Ended(episode));
        }

        Remember(match.Known, episode, due.Length > 0 ? due[^1].Rank : told!.Value, over || !open);
    }

    private void Remember(List<AlertedEpisode> known, Whole episode, double rank, bool over)
    {
        // An episode that turned out to be a part of this one is told with it.
        foreach (var part in known.Where(part => part.Id != episode.Id && !part.Over))
        {
            _episodes.Add(part with { Over = true });
        }

        var now = new AlertedEpisode(episode.Id, episode.Subject, episode.Since, episode.Last.LastsUntil, rank, over);
        if (!known.Contains(now))
        {
            _episodes.Add(now);
        }
    }

    private void Withdraw(AlertedEpisode denied)
    {
        if (!quiet)
        {
            _waiting = true;
            return;
        }

        var kind = denied.Subject == AlertSubject.Surge ? AlertKind.SurgeWithdrawn : AlertKind.DifficultyWithdrawn;
        _alerts.Add(new Alert($"{denied.Id}-withdrawn-{Stamp(now)}", denied.Subject, kind, denied.Id, denied.Since, null, denied.Since, KnownAt: now));
        _episodes.Add(denied with { Over = true });
    }

    private static Alert Reached(Whole episode, AlertMark[] due, bool isFirst)
    {
        var largest = due[^1];
        var isSurge = episode.Subject == AlertSubject.Surge;
        var kind = !isSurge ? AlertKind.DifficultyBegan : isFirst ? AlertKind.SurgeBegan : AlertKind.SurgeGrew;

        // A full stop parts the id from the rest of what is signed, and may not be in it.
        var suffix = isSurge ? string.Create(CultureInfo.InvariantCulture, $"step-{largest.Rank}").Replace('.', '_') : "began";
        return Describe(episode, suffix, kind, largest.At, largest.At) with
        {
            Step = isSurge ? largest.Rank : null,
            Covers = [.. due.SkipLast(1).Select(mark => mark.Rank)],
        };
    }

    private static Alert Ended(Whole episode)
    {
        var until = episode.Last.Until!.Value;

        // The snapshot of the first ordinary minute, or of the last one that is known.
        var at = (episode.Subject, episode.Last.EndedBy) switch
        {
            (AlertSubject.Surge, EpisodeEnd.Silence) => until.AddMinutes(-1),
            (AlertSubject.Difficulty, EpisodeEnd.Ordinary) => until.AddMinutes(1),
            _ => until,
        };
        var kind = episode.Subject == AlertSubject.Surge ? AlertKind.SurgeEnded : AlertKind.DifficultyEnded;
        return Describe(episode, $"ended-{Stamp(until)}", kind, at, episode.Last.OverAt!.Value);
    }

    private Alert Resumed(Whole episode)
    {
        var kind = episode.Subject == AlertSubject.Surge ? AlertKind.SurgeResumed : AlertKind.DifficultyResumed;
        return Describe(episode, $"resumed-{Stamp(episode.Last.Newest)}", kind, episode.Last.Newest, now);
    }

    private static Alert Describe(Whole episode, string suffix, AlertKind kind, DateTimeOffset at, DateTimeOffset knownAt) =>
        new($"{episode.Id}-{suffix}", episode.Subject, kind, episode.Id, episode.Since, episode.Last.Until, at, knownAt)
        {
            EndedBy = episode.Last.EndedBy,
            Peak = episode.Last.Peak,
            Worst = episode.Last.Worst,
            DifficultSince = episode.Last.DifficultSince,
            DifficultUntil = episode.Last.DifficultUntil,
        };

    private static string IdOf(AlertSubject subject, DateTimeOffset since) => $"{(subject == AlertSubject.Surge ? "surge" : "difficulty")}-{Stamp(since)}";

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmm'Z'", CultureInfo.InvariantCulture);

    /// <summary>All parts of an episode as one.</summary>
    private sealed record Whole(string Id, AlertSubject Subject, DateTimeOffset Since, DetectedEpisode Last);
}

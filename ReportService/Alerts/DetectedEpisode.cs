using Affluence.Report.Surges;

namespace Affluence.Report.Alerts;

/// <summary>A surge or a difficulty, as the stored minutes show it now.</summary>
/// <param name="Since">Its beginning.</param>
/// <param name="Until">Its end; null while it lasts.</param>
/// <param name="Newest">The <c>at</c> of the newest snapshot there is, while it lasts.</param>
/// <param name="Marks">What is to be reported of it, by rank.</param>
internal sealed record DetectedEpisode(
    AlertSubject Subject, DateTimeOffset Since, DateTimeOffset? Until, EpisodeEnd? EndedBy, DateTimeOffset Newest, IReadOnlyList<AlertMark> Marks)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public SurgePeak? Peak { get; init; }

    public DifficultyPeak? Worst { get; init; }

    /// <summary>Of a surge.</summary>
    public DateTimeOffset? DifficultSince { get; init; }

    /// <summary>Of a surge; null while it is.</summary>
    public DateTimeOffset? DifficultUntil { get; init; }

    /// <summary>Until when it is known to have lasted.</summary>
    public DateTimeOffset LastsUntil => Until ?? Newest;

    public static IEnumerable<DetectedEpisode> Of(SurgesFound found, DateTimeOffset newest) =>
        found.Surges.Select(surge => Of(surge, newest)).Concat(Merge(found.Difficulties, newest));

    /// <summary>
    /// When it is said to be over: a surge is by the fifteenth minute, which is named by its end, and of a difficulty the same is waited for.
    /// Null while it lasts.
    /// </summary>
    public DateTimeOffset? OverAt => Until + Patience - (Subject == AlertSubject.Surge ? Minute : TimeSpan.Zero);

    private static DetectedEpisode Of(Surge surge, DateTimeOffset newest) =>
        new(AlertSubject.Surge, surge.Since, surge.Until, surge.EndedBy, newest, [.. surge.Steps.Select(step => new AlertMark(step.Step, step.At))])
        {
            Peak = surge.Peak,
            DifficultSince = surge.DifficultSince,
            DifficultUntil = surge.DifficultUntil,
        };

    private static IEnumerable<DetectedEpisode> Merge(IReadOnlyList<Difficulty> difficulties, DateTimeOffset newest)
    {
        for (var index = 0; index < difficulties.Count;)
        {
            var (first, last, worst) = (difficulties[index], difficulties[index], difficulties[index].Worst);
            for (index++; index < difficulties.Count && difficulties[index].Since - last.Until < Patience; index++)
            {
                last = difficulties[index];
                worst = last.Worst.RefusedShare > worst.RefusedShare ? last.Worst : worst;
            }

            // Named by their ends, minutes are: the snapshot of the first difficult one is a minute after its start.
            yield return new(AlertSubject.Difficulty, first.Since, last.Until, last.EndedBy, newest, [new AlertMark(0, first.Since + Minute)])
            {
                Worst = worst,
            };
        }
    }
}

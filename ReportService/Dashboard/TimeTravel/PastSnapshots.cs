using System.Collections.Concurrent;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Dashboard.TimeTravel;

/// <summary>
/// The archive's answers for the minutes that dashboards look at, each asked for once for all who look: a composition asks the counter for
/// up to 67 windows, and a page asks twice, once for its first HTML and once when it comes alive.
/// </summary>
internal sealed class PastSnapshots(SnapshotArchive archive, TimeProvider timeProvider, IHostApplicationLifetime lifetime)
{
    private const int Remembered = 64;

    // What is not final may have changed by the next look.
    private static readonly TimeSpan AnswersHold = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<DateTimeOffset, Question> _questions = new();

    /// <param name="instant">Any instant; it is cut to the whole minute.</param>
    public Task<ArchiveAnswer> FindAsync(DateTimeOffset instant, CancellationToken cancellationToken)
    {
        var minute = MinuteRange.WholeMinute(instant).ToUniversalTime();
        var now = timeProvider.GetUtcNow();
        var question = _questions.AddOrUpdate(minute, _ => Ask(minute, now), (_, asked) => asked.Holds(now) ? asked : Ask(minute, now));
        Forget();

        // Whoever asked first may leave before the answer comes; the others still wait for it.
        return question.Answer.WaitAsync(cancellationToken);
    }

    private Question Ask(DateTimeOffset minute, DateTimeOffset now) => new(now, () => archive.FindAsync(minute, lifetime.ApplicationStopping));

    private void Forget()
    {
        foreach (var (minute, _) in _questions.OrderBy(question => question.Value.AskedAt).Take(_questions.Count - Remembered))
        {
            _questions.TryRemove(minute, out _);
        }
    }

    private sealed class Question
    {
        private readonly Lazy<Task<ArchiveAnswer>> _answer;
        private volatile bool _final;

        public Question(DateTimeOffset askedAt, Func<Task<ArchiveAnswer>> ask)
        {
            AskedAt = askedAt;
            _answer = new Lazy<Task<ArchiveAnswer>>(async () =>
            {
                var answer = await ask();
                _final = answer is ArchiveAnswer.Found { Snapshot.Final: true };
                return answer;
            });
        }

        public DateTimeOffset AskedAt { get; }

        public Task<ArchiveAnswer> Answer => _answer.Value;

        public bool Holds(DateTimeOffset now) => _final || (now - AskedAt < AnswersHold && !(_answer.IsValueCreated && _answer.Value.IsFaulted));
    }
}

using Affluence.Hits;
using NodaTime;

namespace Affluence.Simulator.AccessLogs;

/// <summary>How every line of a log is understood, whatever its format.</summary>
internal sealed record ReadingRules(HitClassifier Classifier)
{
    /// <summary>What a status means.</summary>
    public StatusOutcomes Outcomes { get; init; } = StatusOutcomes.Default;

    /// <summary>The proxies that may say for whom they ask; null if nobody said which they are.</summary>
    public ClientChain? Proxies { get; init; }

    /// <summary>The field that holds the client's address; null is the one that does so in the format.</summary>
    public string? ClientField { get; init; }

    /// <summary>The zone of times that have no offset from UTC; null: such times can't be read.</summary>
    public DateTimeZone? Zone { get; init; }
}

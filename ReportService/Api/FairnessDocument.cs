using Affluence.Report.Fairness;

namespace Affluence.Report.Api;

/// <summary>Whether countries waited alike, of those who came in [from, to).</summary>
/// <param name="AsOf">What happened later is not in it.</param>
/// <param name="Fairness">Null: <paramref name="Unavailable"/> says why.</param>
/// <param name="Unavailable">Why a figure is null, by its name.</param>
internal sealed record FairnessDocument(
    DateTimeOffset From, DateTimeOffset To, DateTimeOffset AsOf, FairnessFigures? Fairness, IReadOnlyDictionary<string, string> Unavailable);

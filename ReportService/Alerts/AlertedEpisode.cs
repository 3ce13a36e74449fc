namespace Affluence.Report.Alerts;

/// <summary>A surge or a difficulty that was reported, and what of it.</summary>
/// <param name="Id">Made of the beginning that was first reported, so that reports that share nothing give the same surge the same name.</param>
/// <param name="Since">Its beginning, by what is known now.</param>
/// <param name="LastsUntil">Its end, or while it lasts the newest minute that showed it.</param>
/// <param name="Rank">The highest mark reported.</param>
/// <param name="Over">Whether its end was reported, or that there was no such thing.</param>
internal sealed record AlertedEpisode(string Id, AlertSubject Subject, DateTimeOffset Since, DateTimeOffset LastsUntil, double Rank, bool Over);

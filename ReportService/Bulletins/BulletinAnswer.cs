using Affluence.Report.Snapshots;

namespace Affluence.Report.Bulletins;

/// <summary>The result of looking for the bulletin of a minute, or of issuing it.</summary>
internal abstract record BulletinAnswer
{
    private BulletinAnswer()
    {
    }

    /// <summary>It is on record.</summary>
    /// <param name="IsNew">It was issued by this call.</param>
    public sealed record Issued(Bulletin Bulletin, bool IsNew = false) : BulletinAnswer;

    /// <summary>None was issued; this is what it would say.</summary>
    public sealed record Draft(Snapshot Snapshot, BilingualStatement Statement) : BulletinAnswer;

    /// <summary>There are no figures of this minute, so there is nothing to issue.</summary>
    public sealed record NoFigures(string Reason) : BulletinAnswer;

    /// <summary>The figures, or the record of bulletins, can't be reached now; nothing was issued.</summary>
    public sealed record Unavailable(string Reason) : BulletinAnswer;
}

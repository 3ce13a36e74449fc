namespace Affluence.Report.Bulletins;

/// <summary>What came of asking for the bulletin of a minute.</summary>
internal abstract record BulletinAnswer
{
    private BulletinAnswer()
    {
    }

    /// <summary>It is on record, since just now or since long.</summary>
    public sealed record Issued(Bulletin Bulletin) : BulletinAnswer;

    /// <summary>There are no figures of this minute to tell.</summary>
    public sealed record NoFigures(string Reason) : BulletinAnswer;

    /// <summary>The figures, or the record of bulletins, can't be reached now; nothing was issued.</summary>
    public sealed record Unavailable(string Reason) : BulletinAnswer;
}

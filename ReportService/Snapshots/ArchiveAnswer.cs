namespace Affluence.Report.Snapshots;

/// <summary>What the archive has of a minute.</summary>
internal abstract record ArchiveAnswer
{
    private ArchiveAnswer()
    {
    }

    public sealed record Found(Snapshot Snapshot) : ArchiveAnswer;

    /// <summary>There are no figures of this minute, and there will be none unless some are still recorded.</summary>
    public sealed record Unknown(string Reason) : ArchiveAnswer;

    /// <summary>The counter may have figures but can't be asked now.</summary>
    public sealed record Unreachable(string Reason) : ArchiveAnswer;
}

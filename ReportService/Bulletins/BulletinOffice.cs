using Affluence.Report.Attribution;
using Affluence.Report.Snapshots;
using Microsoft.Data.Sqlite;

namespace Affluence.Report.Bulletins;

/// <summary>Issues the bulletin of a minute when an operator asks for it, and drafts what it would say until then.</summary>
internal sealed partial class BulletinOffice(
    SnapshotArchive archive, BulletinWriter writer, BulletinRegister register, GeoDatasetSource geoDataset, ILogger<BulletinOffice> logger)
{
    /// <summary>The bulletin on record, or else a draft of it. Nothing is issued, however often it is asked for.</summary>
    /// <param name="at">Any instant; it is cut to the whole minute.</param>
    public async Task<BulletinAnswer> FindAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        try
        {
            if (register.FindNewest(MinuteRange.WholeMinute(at)) is { } onRecord)
            {
                return new BulletinAnswer.Issued(onRecord);
            }

            return await archive.FindAsync(at, cancellationToken) switch
            {
                ArchiveAnswer.Found { Snapshot: var snapshot } => new BulletinAnswer.Draft(snapshot, await DraftAsync(snapshot, cancellationToken)),
                ArchiveAnswer.Unknown { Reason: var reason } => new BulletinAnswer.NoFigures(reason),
                ArchiveAnswer.Unreachable { Reason: var reason } => new BulletinAnswer.Unavailable(reason),
                var other => throw new InvalidOperationException($"{other.GetType()} is no kind of answer known here."),
            };
        }
        catch (SqliteException exception)
        {
            Log.NotOnRecord(logger, at, exception);
            return new BulletinAnswer.Unavailable("The record of bulletins can't be read.");
        }
    }

    /// <summary>
    /// The bulletin on record if it still says what the snapshot says; else one that is issued now. Asking again changes nothing, unless the
    /// figures were corrected meanwhile.
    /// </summary>
    /// <param name="at">Any instant; it is cut to the whole minute.</param>
    /// <param name="cancellationToken">Nothing is issued when it is cancelled in time.</param>
    public async Task<BulletinAnswer> IssueAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        try
        {
            var onRecord = register.FindNewest(MinuteRange.WholeMinute(at));
            return await archive.FindAsync(at, cancellationToken) switch
            {
                ArchiveAnswer.Found { Snapshot: { Visitors: not null } snapshot } => await IssueAsync(snapshot, onRecord, cancellationToken),

                // A bulletin outlives the snapshot it was written from.
                _ when onRecord is not null => new BulletinAnswer.Issued(onRecord),
                ArchiveAnswer.Found { Snapshot: var snapshot } => new BulletinAnswer.NoFigures(
                    snapshot.Unavailable.GetValueOrDefault("visitors") ?? "The minute is on record without its visitors."),
                ArchiveAnswer.Unknown { Reason: var reason } => new BulletinAnswer.NoFigures(reason),
                ArchiveAnswer.Unreachable { Reason: var reason } => new BulletinAnswer.Unavailable(reason),
                var other => throw new InvalidOperationException($"{other.GetType()} is no kind of answer known here."),
            };
        }
        catch (SqliteException exception)
        {
            Log.NotOnRecord(logger, at, exception);
            return new BulletinAnswer.Unavailable("The record of bulletins can't be read or written, so none was issued.");
        }
    }

    /// <summary>The statement of a snapshot as it stands, with no number and not on record.</summary>
    public async Task<BilingualStatement> DraftAsync(Snapshot snapshot, CancellationToken cancellationToken) =>
        writer.Write(snapshot, await AttributionAsync(snapshot, cancellationToken));

    private async Task<BulletinAnswer> IssueAsync(Snapshot snapshot, Bulletin? onRecord, CancellationToken cancellationToken)
    {
        // Once told, whose data it was stays told: another file that is in use today was not asked about that minute.
        var attribution = onRecord?.Attribution ?? await AttributionAsync(snapshot, cancellationToken);
        var (bulletin, isNew) = register.Issue(snapshot, attribution);
        if (isNew)
        {
            Log.Issued(logger, bulletin.Number, bulletin.At, bulletin.Revision, bulletin.Supersedes);
        }

        return new BulletinAnswer.Issued(bulletin, isNew);
    }

    /// <summary>The statement of a snapshot as it stands, with no number and not on record, for whoever knows already whose data it is.</summary>
    /// <param name="dataset">Null: not known.</param>
    public BilingualStatement Draft(Snapshot snapshot, GeoDataset? dataset) => writer.Write(snapshot, TellsCountries(snapshot) ? Words(dataset) : null);

    /// <summary>Null where no country is told, and while GeoService can't be asked.</summary>
    private async Task<string?> AttributionAsync(Snapshot snapshot, CancellationToken cancellationToken) =>
        TellsCountries(snapshot) ? Words((await geoDataset.FindAsync(cancellationToken)).Dataset) : null;

    private static bool TellsCountries(Snapshot snapshot) => snapshot.Countries.Any(country => !country.Code.IsUnknown);

    // Set by an operator, and part of a text whose paragraphs are told apart by their line breaks.
    private static string? Words(GeoDataset? dataset) => dataset is { Attribution: { } words }
        ? (dataset.AttributionUrl is { } address ? $"{words} ({address})" : words).ReplaceLineEndings(" ")
        : null;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Bulletin {Number} of {At:o}, revision {Revision}, was issued; it supersedes {Supersedes}.")]
        public static partial void Issued(ILogger logger, long number, DateTimeOffset at, int revision, long? supersedes);

        [LoggerMessage(LogLevel.Error, "No bulletin of {At:o} could be issued or found.")]
        public static partial void NotOnRecord(ILogger logger, DateTimeOffset at, Exception exception);
    }
}

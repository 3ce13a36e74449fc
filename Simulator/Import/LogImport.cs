using System.Collections.Concurrent;
using Affluence.Hits;
using Affluence.Simulator.AccessLogs;
using Affluence.Simulator.Recording;

namespace Affluence.Simulator.Import;

/// <summary>Imports one log: reads it, and records each bucket as soon as no line of it can come any more.</summary>
internal sealed class LogImport(AccessLog log, HitRecorder recorder, ImportSettings settings, DateTimeOffset now)
{
    /// <summary>
    /// So long may a log be silent in its middle: then nobody came, and that is recorded. Of a longer silence nothing is said, for the server
    /// may have been down, or a part of the log is missing.
    /// </summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromHours(1);

    private static readonly long LongestSilenceInBuckets = LongestSilence.Ticks / Bucket.Length.Ticks;

    private readonly EventOrder _order = new(settings.MaxDisorder, now);
    private readonly long _disorderInBuckets = (settings.MaxDisorder.Ticks / Bucket.Length.Ticks) + 1;
    private readonly ConcurrentBag<BlockPseudonyms> _idle = [];
    private Bucket? _newest;

    /// <summary>Buckets that may be open at one time: those within the disorder that is allowed.</summary>
    public static int OpenBuckets(TimeSpan maxDisorder) => (int)(maxDisorder.Ticks / Bucket.Length.Ticks) + 3;

    public LineTotals Lines { get; } = new();

    public ImportTotals Totals { get; } = new();

    /// <summary>All of the log before this is recorded, or on its way.</summary>
    public Bucket? ClosedBefore { get; private set; }

    /// <exception cref="LogException">It can't be read any further. Open buckets, of which more may have come, are not sent.</exception>
    /// <exception cref="RecordingException">A service refused or did not answer.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var part in log.ReadAsync(settings.Strict, MakePseudonymsAsync, cancellationToken))
        {
            await RecordAsync(part, cancellationToken);
            _idle.Add(part.Scratch);
        }

        await recorder.CompleteAsync(cancellationToken);
        ClosedBefore = _newest?.Next;
    }

    private async Task<Part> MakePseudonymsAsync(LogBlock block, CancellationToken cancellationToken)
    {
        var scratch = _idle.TryTake(out var idle) ? idle : new BlockPseudonyms(recorder);
        return new Part(block, scratch, await scratch.MakeAsync(block, cancellationToken));
    }

    private async Task RecordAsync(Part part, CancellationToken cancellationToken)
    {
        Lines.Add(part.Block);
        var (begin, end) = (0, 0);
        string? fault = null;
        for (; end < part.Hits.Length; end++)
        {
            fault = Take(part.Block.Entries[end], part.Block.FirstLine);
            if (fault is not null)
            {
                break;
            }

            var bucket = part.Hits.Span[end].Bucket;
            if (_newest is null || bucket > _newest)
            {
                await RecordAsync(part.Hits[begin..end], cancellationToken);
                begin = end;
                await AdvanceAsync(bucket, cancellationToken);
            }
        }

        await RecordAsync(part.Hits[begin..end], cancellationToken);
        if (fault is not null)
        {
            throw new LogException(fault);
        }
    }

    private string? Take(in LogEntry entry, long firstLine) => _order.Take(entry.Seconds, firstLine + entry.Line);

    private async ValueTask RecordAsync(ReadOnlyMemory<PseudonymousHit> hits, CancellationToken cancellationToken)
    {
        if (hits.IsEmpty)
        {
            return;
        }

        Totals.Add(hits.Span);
        await recorder.RecordAsync(hits, cancellationToken);
    }

    /// <summary>Opens the buckets up to the new one, and closes those that are too old to be written to.</summary>
    private async ValueTask AdvanceAsync(Bucket bucket, CancellationToken cancellationToken)
    {
        var isSilence = _newest is { } newest && bucket.Number - newest.Number <= LongestSilenceInBuckets;
        for (var number = isSilence ? _newest!.Value.Number + 1 : bucket.Number; number <= bucket.Number; number++)
        {
            await recorder.OpenAsync(Bucket.FromNumber(number), cancellationToken);
            var oldest = Bucket.FromNumber(number - _disorderInBuckets);
            if (_newest is not null)
            {
                await recorder.CloseBeforeAsync(oldest, cancellationToken);
                ClosedBefore = oldest;
            }

            _newest = Bucket.FromNumber(number);
        }
    }

    private sealed record Part(LogBlock Block, BlockPseudonyms Scratch, ReadOnlyMemory<PseudonymousHit> Hits);
}

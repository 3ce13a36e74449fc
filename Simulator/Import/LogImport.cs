using System.Collections.Concurrent;
using Affluence.Hits;
using Affluence.Simulator.AccessLogs;
using Affluence.Simulator.Recording;

namespace Affluence.Simulator.Import;

/// <summary>Imports one log: reads it, and records each bucket as soon as no line of it can come any more.</summary>
/// <param name="names">Of its writers.</param>
internal sealed class LogImport(AccessLog log, HitRecorder recorder, LogNames names, ImportSettings settings, DateTimeOffset now)
{
    /// <summary>
    /// So long may a log be silent in its middle: then nobody came, and that is recorded. Of a longer silence nothing is said, for the server
    /// may have been down, or a part of the log is missing.
    /// </summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromHours(1);

    private static readonly long LongestSilenceInBuckets = LongestSilence.Ticks / Bucket.Length.Ticks;

    private readonly long _disorderInBuckets = (settings.MaxDisorder.Ticks / Bucket.Length.Ticks) + 1;
    private readonly ConcurrentBag<BlockPseudonyms> _idle = [];

    private Bucket? _newest;
    private bool _hasPageView;
    private readonly List<string> _writers = names.HasBeginning ? [names.OfBeginning] : [];

    public LineTotals Lines { get; } = new();

    public ImportTotals Totals { get; } = new();

    public AddressStatistics Addresses { get; } = new();

    public EventOrder Order { get; } = new(settings.MaxDisorder, now);

    /// <summary>The names under which it is recorded, first to last.</summary>
    public IReadOnlyList<string> Writers => _writers;

    /// <summary>All of the log before this is recorded, or on its way.</summary>
    public Bucket? ClosedBefore { get; private set; }

    /// <summary>Buckets that may be open at one time: those within the disorder that is allowed.</summary>
    public static int OpenBuckets(TimeSpan maxDisorder) => (int)Math.Min(int.MaxValue, (maxDisorder.Ticks / Bucket.Length.Ticks) + 3);

    /// <exception cref="LogException">It can't be read any further. Open buckets, of which more may have come, are not sent.</exception>
    /// <exception cref="RecordingException">A service refused or did not answer.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var part in log.ReadAsync(settings.Strict, MakePseudonymsAsync, cancellationToken))
        {
            await RecordAsync(part, cancellationToken);
            _idle.Add(part.Scratch);
        }

        if (!settings.IsDryRun)
        {
            await recorder.CompleteAsync(cancellationToken);
        }

        ClosedBefore = _newest?.Next;
    }

    private async Task<Part> MakePseudonymsAsync(LogBlock block, CancellationToken cancellationToken)
    {
        var scratch = _idle.TryTake(out var idle) ? idle : new BlockPseudonyms(recorder, isDryRun: settings.IsDryRun);
        return new Part(block, scratch, await scratch.MakeAsync(block, cancellationToken));
    }

    private async Task RecordAsync(Part part, CancellationToken cancellationToken)
    {
        Lines.Add(part.Block);
        Addresses.Add(part.Block.Entries, part.Made.Addresses.Span);
        var hits = part.Made.Hits;
        var begin = 0;
        for (var end = NextTurn(part, 0, out var isTaken); end < hits.Length; end = NextTurn(part, end + 1, out isTaken))
        {
            await RecordAsync(hits[begin..end], cancellationToken);
            begin = isTaken ? end : end + 1;
            if (IsFirstPageView(hits.Span[end]))
            {
                _hasPageView = true;
                await BeginPageViewsAsync(part.Block.FirstPageView, cancellationToken);
            }

            if (!isTaken && settings.Strict)
            {
                throw new LogException($"has a line that is to be left out: {Order.First}");
            }

            if (isTaken && !(hits.Span[end].Bucket <= _newest))
            {
                await AdvanceAsync(hits.Span[end].Bucket, cancellationToken);
            }
        }

        await RecordAsync(hits[begin..], cancellationToken);
    }

    /// <summary>The next hit that is not simply recorded with those before it: it is left out, opens a bucket, or is the first page view.</summary>
    private int NextTurn(Part part, int from, out bool isTaken)
    {
        var hits = part.Made.Hits.Span;
        var entries = part.Block.Entries;
        isTaken = true;
        for (var index = from; index < hits.Length; index++)
        {
            isTaken = Order.Takes(entries[index].Seconds, part.Block.FirstLine + entries[index].Line);
            if (!isTaken || !(hits[index].Bucket <= _newest) || IsFirstPageView(hits[index]))
            {
                return index;
            }
        }

        return hits.Length;
    }

    private bool IsFirstPageView(in PseudonymousHit hit) => !_hasPageView && hit.Kind == HitKind.PageView;

    private async Task BeginPageViewsAsync(byte[] line, CancellationToken cancellationToken)
    {
        if (!settings.IsDryRun)
        {
            _writers.Add(names.OfPageViews(line));
            await recorder.UseWriterAsync(_writers[^1], cancellationToken);
        }
    }

    private async ValueTask RecordAsync(ReadOnlyMemory<PseudonymousHit> hits, CancellationToken cancellationToken)
    {
        if (hits.IsEmpty)
        {
            return;
        }

        Totals.Add(hits.Span);
        if (!settings.IsDryRun)
        {
            await recorder.RecordAsync(hits, cancellationToken);
        }
    }

    /// <summary>Opens the buckets up to the new one, and closes those that are too old to be written to.</summary>
    private async ValueTask AdvanceAsync(Bucket bucket, CancellationToken cancellationToken)
    {
        var isSilence = _newest is { } newest && bucket.Number - newest.Number <= LongestSilenceInBuckets;
        for (var number = isSilence ? _newest!.Value.Number + 1 : bucket.Number; number <= bucket.Number; number++)
        {
            var oldest = Bucket.FromNumber(number - _disorderInBuckets);
            if (!settings.IsDryRun)
            {
                await recorder.OpenAsync(Bucket.FromNumber(number), cancellationToken);
            }

            if (_newest is not null && !settings.IsDryRun)
            {
                await recorder.CloseBeforeAsync(oldest, cancellationToken);
                ClosedBefore = oldest;
            }

            _newest = Bucket.FromNumber(number);
        }
    }

    private sealed record Part(LogBlock Block, BlockPseudonyms Scratch, BlockHits Made);
}

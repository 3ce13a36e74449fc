using System.Globalization;
using Affluence.Hits;
using Affluence.Simulator.AccessLogs;
using Affluence.Simulator.Recording;

namespace Affluence.Simulator.Import;

/// <summary>Imports logs one after the other, shows how far it is, and says in the end, or when it is broken off, what was recorded.</summary>
internal sealed class ImportRun(ImportSettings settings, Stream standardInput, TextWriter output, TextWriter error, TimeProvider timeProvider)
{
    private const int Done = 0;

    /// <summary>More than half of the page views from no country: more likely the addresses of proxies than of visitors.</summary>
    private const int OneInIsMany = 2;

    private readonly HitClassifier _classifier = new(settings.ProbePaths);
    private readonly long _start = timeProvider.GetTimestamp();
    private int _imported;
    private long _lines;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await Reachable.RequireAsync("--counter", settings.Counter, cancellationToken);
        await Reachable.RequireAsync("--geo", settings.Geo, cancellationToken);
        var keys = MasterKeyFile.ReadOrMake(settings.KeyFile);
        await CheckFilesAsync(keys, cancellationToken);
        foreach (var path in settings.Logs)
        {
            await ImportAsync(path, keys, cancellationToken);
            _imported++;
        }

        var elapsed = timeProvider.GetElapsedTime(_start).TotalSeconds;
        await output.WriteLineAsync(Text($"Imported {_lines:N0} lines in {elapsed:0.0} s: {_lines / elapsed:N0} lines/s. Importing the same again changes nothing."));
        return Done;
    }

    /// <summary>Before anything is recorded: what is no log, or is named twice, is told now and not in the middle.</summary>
    private async Task CheckFilesAsync(IdentityKeys keys, CancellationToken cancellationToken)
    {
        var namesById = new Dictionary<string, string>();
        foreach (var path in settings.Logs.Where(path => path != LogSource.StandardInput))
        {
            await using var log = await OpenAsync(path, " Nothing was imported.", cancellationToken);
            var writerId = LogWriterId.Of(keys, log.FirstPageView, settings.Source);
            if (!namesById.TryAdd(writerId, path))
            {
                throw new UnusableArgumentException(
                    $"{path} begins with the same page view as {namesById[writerId]}. If they are one log, name it once; if they are of two servers, " +
                    "import them apart, each with its --source. Nothing was imported.");
            }
        }
    }

    private async Task<AccessLog> OpenAsync(string path, string state, CancellationToken cancellationToken)
    {
        try
        {
            return await AccessLog.OpenAsync(path, standardInput, settings.Format, _classifier, cancellationToken);
        }
        catch (LogException exception)
        {
            throw new UnusableArgumentException($"{LogSource.NameOf(path)} {exception.Message}.{state}", exception);
        }
    }

    private async Task ImportAsync(string path, IdentityKeys keys, CancellationToken cancellationToken)
    {
        await using var log = await OpenAsync(path, OthersImported, cancellationToken);
        await using var recorder = new HitRecorder(
            new RecordingSettings
            {
                Counter = settings.Counter,
                Geo = settings.Geo,
                Token = settings.Token,
                WriterId = LogWriterId.Of(keys, log.FirstPageView, settings.Source),
                Keys = keys,
                MaxOpenBuckets = LogImport.OpenBuckets(settings.MaxDisorder),
            },
            timeProvider);
        var import = new LogImport(log, recorder, settings, timeProvider.GetUtcNow());
        try
        {
            await ShowProgressAsync(import, log, cancellationToken);
        }
        catch (LogException exception)
        {
            await recorder.SettleAsync(cancellationToken);
            throw new UnusableArgumentException($"{log.Name} {exception.Message}.{Recorded(import, recorder.Ledger)}{OthersImported}", exception);
        }
        catch (RecordingException exception)
        {
            throw new RecordingException($"{exception.Message}{Recorded(import, recorder.Ledger)}{OthersImported}", exception);
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync($"{log.Name}:{Recorded(import, recorder.Ledger)}{OthersImported}");
            throw;
        }

        _lines += import.Lines.Lines;
        import.Lines.WriteBadLines(log.Name, error);
        ShowDoubts(log, import.Totals);
        Summarize(log, import.Lines, import.Totals);
    }

    private Task ShowProgressAsync(LogImport import, AccessLog log, CancellationToken cancellationToken)
    {
        var start = timeProvider.GetTimestamp();
        return new ProgressDisplay(error, timeProvider).ShowAsync(
            import.RunAsync(cancellationToken),
            log.Name,
            log.Length,
            () => log.Position,
            () => Text($"{log.Name}: {import.Lines.Lines:N0} lines{PartOf(log)}, {import.Lines.Lines / timeProvider.GetElapsedTime(start).TotalSeconds:N0} lines/s"),
            endsWithLine: false);
    }

    private static string PartOf(AccessLog log) => log.Length is { } length and > 0 ? Text($", {(double)log.Position / length:0 %} of the file") : string.Empty;

    /// <summary>What holds of a log that was broken off. The buckets that were still open are not counted in.</summary>
    private static string Recorded(LogImport import, RecordingLedger ledger) => ledger.Acknowledged == 0
        ? " Nothing of it was recorded."
        : Text($" Recorded of it: {ledger.Acknowledged:N0} requests, all before {import.ClosedBefore}. Importing it again counts nothing twice.");

    private string OthersImported => _imported switch
    {
        0 => string.Empty,
        1 => " The log before it is imported.",
        _ => Text($" The {_imported} logs before it are imported."),
    };

    private void ShowDoubts(AccessLog log, ImportTotals totals)
    {
        if (log.Format == LogFormat.Common)
        {
            error.WriteLine($"{log.Name} tells no user agents: visitors are told apart by address alone, and bots are not known.");
        }

        if (totals.Unlocated * OneInIsMany > totals.PageViews)
        {
            error.WriteLine(Text(
                $"{log.Name}: {(double)totals.Unlocated / totals.PageViews:0 %} of the page views are from addresses in no country. Are they those of a proxy?"));
        }
    }

    private void Summarize(AccessLog log, LineTotals lines, ImportTotals totals) => output.WriteLine(Text(
        $"{log.Name} ({LogFormats.NameOf(log.Format)}): {lines.Lines:N0} lines, {totals.Requests:N0} requests from {totals.First} to {totals.Last?.End:yyyy-MM-dd'T'HH:mm:ss'Z'}, {totals.PageViews:N0} page views, {totals.Bots:N0} requests of bots; {lines.NoRequests:N0} lines of no request, {lines.BadLines:N0} bad lines."));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

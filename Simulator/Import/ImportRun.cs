using System.Globalization;
using Affluence.Simulator.AccessLogs;
using Affluence.Simulator.Recording;
using Grpc.Core;

namespace Affluence.Simulator.Import;

/// <summary>Imports logs one after the other, shows how far it is, and says in the end, or when it is broken off, what was recorded.</summary>
internal sealed class ImportRun(ImportSettings settings, Stream standardInput, TextWriter output, TextWriter error, TimeProvider timeProvider)
{
    private const int Done = 0;

    /// <summary>Of a log, less was read than is there.</summary>
    private const int Incomplete = 1;

    private readonly long _start = timeProvider.GetTimestamp();
    private readonly ImportRegister _register = new(settings.KeyFile);
    private int _imported;
    private long _lines;
    private long _requests;
    private int _code = Done;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var opener = new LogOpener(settings.Reading, standardInput);
        using var channels = new RecordingChannels(settings.Counter, settings.Geo);
        if (!settings.IsDryRun)
        {
            await Reachable.RequireAsync("--counter", settings.Counter, cancellationToken);
        }

        await Reachable.RequireAsync("--geo", settings.Geo, cancellationToken);
        var keys = MasterKeyFile.ReadOrMake(settings.KeyFile);
        var logs = await CheckAsync(opener, keys, cancellationToken);
        var source = logs.Count == 0 ? string.Empty : ImportSource.Of(keys, settings.ImportName, logs[0].Whole, _register.ReadRetracted());
        foreach (var (path, _) in logs)
        {
            await ImportAsync(path, source, opener, channels, keys, cancellationToken);
            _imported++;
        }

        if (_requests == 0)
        {
            throw new UnusableArgumentException("No request was read, and nothing was imported.");
        }

        var elapsed = timeProvider.GetElapsedTime(_start).TotalSeconds;
        await output.WriteLineAsync(settings.IsDryRun
            ? Text($"Read {_lines:N0} lines in {elapsed:0.0} s; nothing was recorded (--dry-run).")
            : Text($"Imported {_lines:N0} lines in {elapsed:0.0} s: {_lines / elapsed:N0} lines/s. Importing the same again changes nothing."));
        return _code;
    }

    /// <summary>Before anything is recorded: what is no log, or is named twice, is told now and not in the middle.</summary>
    /// <returns>The logs that hold anything, and by what they are known.</returns>
    private async Task<IReadOnlyList<(string Path, string Whole)>> CheckAsync(LogOpener opener, IdentityKeys keys, CancellationToken cancellationToken)
    {
        var logs = new List<(string Path, string Whole)>();
        var wholes = new Dictionary<string, string>();
        var beginnings = new Dictionary<string, string>();
        foreach (var path in settings.Logs)
        {
            var log = await OpenAsync(opener, path, " Nothing was imported.", cancellationToken);
            if (log.IsEmpty)
            {
                error.WriteLine($"{log.Name} is empty, and is left out.");
                await log.DisposeAsync();
                continue;
            }

            var names = new LogNames(keys, log.Beginning, settings.Source);
            logs.Add((path, names.Whole));
            await opener.LeaveAsync(path, log);
            if (!wholes.TryAdd(names.Whole, log.Name))
            {
                throw new UnusableArgumentException(
                    $"{log.Name} begins with the same page view as {wholes[names.Whole]}. If they are one log, name it once; if they are of two servers, " +
                    "import them apart, each with its --source. Nothing was imported.");
            }

            if (names.HasBeginning && !beginnings.TryAdd(names.OfBeginning, log.Name))
            {
                error.WriteLine(
                    $"{log.Name} begins with the same line as {beginnings[names.OfBeginning]}: of the requests before their first page views the larger number stands. " +
                    "Imported apart, each with its --source, they are added up.");
            }
        }

        return logs;
    }

    private static async Task<AccessLog> OpenAsync(LogOpener opener, string path, string state, CancellationToken cancellationToken)
    {
        try
        {
            return await opener.OpenAsync(path, cancellationToken);
        }
        catch (LogException exception)
        {
            throw new UnusableArgumentException($"{LogSource.NameOf(path)} {exception.Message}.{state}", exception);
        }
    }

    private async Task ImportAsync(string path, string source, LogOpener opener, RecordingChannels channels, IdentityKeys keys, CancellationToken cancellationToken)
    {
        await using var log = await OpenAsync(opener, path, OthersImported, cancellationToken);
        var names = new LogNames(keys, log.Beginning, settings.Source);
        await using var recorder = new HitRecorder(
            new RecordingSettings
            {
                Counter = settings.Counter,
                Geo = settings.Geo,
                Token = settings.Token,
                WriterId = names.OfBeginning,
                Source = source,
                Keys = keys,
                MaxOpenBuckets = LogImport.OpenBuckets(settings.MaxDisorder),
            },
            timeProvider,
            channels);
        var import = new LogImport(log, recorder, names, settings, timeProvider.GetUtcNow());
        if (!settings.IsDryRun)
        {
            // Before anything is recorded, so that what is broken off can be retracted.
            Register(log, [names.First], source, import.Totals, isWhole: false);
        }

        try
        {
            await ShowProgressAsync(import, log, cancellationToken);
        }
        catch (LogException exception)
        {
            await recorder.SettleAsync(cancellationToken);
            throw new UnusableArgumentException($"{log.Name} {exception.Message}.{Recorded(import, recorder.Ledger)}{OthersImported}", exception);
        }
        catch (RecordingException exception) when (exception.InnerException is RpcException { StatusCode: StatusCode.FailedPrecondition })
        {
            throw new RecordingException(
                $"{log.Name}: the import '{settings.ImportName}' is being retracted, or that was broken off. Run 'imports retract {settings.ImportName}' to its end, and then this again.", exception);
        }
        catch (RecordingException exception)
        {
            await recorder.SettleRefusedAsync(exception);
            throw new RecordingException($"{exception.Message}{Recorded(import, recorder.Ledger)}{OthersImported}", exception);
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync($"{log.Name}:{Recorded(import, recorder.Ledger)}{OthersImported}");
            throw;
        }
        finally
        {
            // Of what never came to the counter there is nothing to list, and nothing to retract.
            if (!settings.IsDryRun && !recorder.Ledger.MayBeHeld)
            {
                Register(log, [names.First], source, import.Totals, isWhole: false, isVoid: true);
            }
        }

        _lines += import.Lines.Lines;
        _requests += import.Totals.Requests;
        Report(log, import);
        if (!settings.IsDryRun)
        {
            Register(log, import.Writers is [] ? [names.First] : import.Writers, source, import.Totals, isWhole: true);
        }
    }

    private void Register(AccessLog log, IReadOnlyList<string> writers, string source, ImportTotals totals, bool isWhole, bool isVoid = false) => _register.Add(new ImportedLog(
        settings.ImportName, timeProvider.GetUtcNow(), log.Name, log.Shape.ToString(), writers,
        totals.Requests, totals.PageViews, totals.Bots, totals.First?.Start, totals.Last?.End, source, isWhole, isVoid));

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

    private void Report(AccessLog log, LogImport import)
    {
        import.Lines.WriteBadLines(log.Name, error);
        import.Order.WriteLeftOut(log.Name, error);
        if (log.TrailingBytes > 0)
        {
            error.WriteLine(Text($"{log.Name}: {log.TrailingBytes:N0} trailing bytes behind what is packed are not packed, and were not read."));
        }

        if (log.TrailingBytes > 0 || import.Order.LeftOut > import.Totals.Requests)
        {
            _code = Incomplete;
        }

        foreach (var doubt in LogDoubts.Of(import, log.Shape.Format))
        {
            error.WriteLine($"{log.Name}: {doubt}");
        }

        var (lines, totals, addresses) = (import.Lines, import.Totals, import.Addresses.Addresses);
        var about = addresses.IsExact ? string.Empty : "about ";
        output.WriteLine(Text(
            $"{log.Name} ({log.Shape}): {lines.Lines:N0} lines, {totals.Requests:N0} requests from {totals.First} to {totals.Last?.End:yyyy-MM-dd'T'HH:mm:ss'Z'}, {totals.PageViews:N0} page views, {totals.Bots:N0} requests of bots, {about}{addresses.Count:N0} distinct addresses; {lines.NoRequests:N0} lines of no request, {lines.BadLines:N0} bad lines, {import.Order.LeftOut:N0} left out."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using Affluence.Counter.V1;
using Affluence.Simulator.Recording;
using Grpc.Core;
using Grpc.Net.Client;

namespace Affluence.Simulator.Import;

/// <summary>Has the counter retract an import, all logs of its name, and says what came of it.</summary>
/// <param name="token">Of the counter's <c>Credentials:Ingest</c>.</param>
internal sealed class RetractRun(
    string name, ImportRegister register, Uri counter, CallerToken? token, TextWriter output, TextWriter error, TimeProvider timeProvider)
{
    private const int Done = 0;

    /// <summary>It is retracted, but snapshots stand that can't be composed again.</summary>
    private const int Incomplete = 1;

    private const int Refused = 3;

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <returns>The exit code.</returns>
    /// <exception cref="UnusableArgumentException">There is no such import.</exception>
    /// <exception cref="RecordingException">The counter did not answer.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        List<ImportedLog> logs = [.. register.Read().Where(log => log.Name == name)];
        if (logs.Count == 0)
        {
            throw new UnusableArgumentException($"No import is named '{name}' under this key; 'imports list' shows the names.");
        }

        if (logs.TrueForAll(log => log.RetractedAt is not null))
        {
            await output.WriteLineAsync(Text($"{name} was retracted already, on {logs.Max(log => log.RetractedAt):yyyy-MM-dd'T'HH:mm:ss'Z'}."));
            return Done;
        }

        await Reachable.RequireAsync("--counter", counter, cancellationToken);
        using var channel = GrpcChannel.ForAddress(counter);
        var client = new VisitorCounterService.VisitorCounterServiceClient(token?.AddTo(channel.CreateCallInvoker()) ?? channel.CreateCallInvoker());
        var code = Done;
        foreach (var import in logs.Where(log => log.RetractedAt is null).GroupBy(log => log.Source))
        {
            var what = string.Join(", ", import.Select(log => log.Log));
            code = Math.Max(code, import.Key is { } source
                ? await RetractAsync(client, source, what, cancellationToken)
                : await RefuseAsync(what, "it was imported by an earlier version, which kept no name for that"));
        }

        return code;
    }

    private async Task<int> RetractAsync(
        VisitorCounterService.VisitorCounterServiceClient client, string source, string what, CancellationToken cancellationToken)
    {
        RetractSourceResponse response;
        try
        {
            response = await new ServiceCalls(CallTimeout, Patience, new RecordingLedger(), timeProvider).AskAsync(
                $"The counter ({counter})",
                options => client.RetractSourceAsync(new RetractSourceRequest { Source = source }, options),
                cancellationToken);
        }
        catch (RecordingException exception) when (exception.InnerException is RpcException { StatusCode: StatusCode.FailedPrecondition } refusal)
        {
            return await RefuseAsync(what, refusal.Status.Detail);
        }

        register.AddRetraction(source, timeProvider.GetUtcNow());
        await output.WriteLineAsync(response.Minutes == 0
            ? $"{what}: retracted; nothing of it was held any more."
            : Text($"{what}: retracted, {response.Minutes:N0} minutes from {Instant(response.FirstMinute)} to {Instant(response.LastMinute)}. The report makes new revisions of their snapshots."));
        if (response.UncountableWindows is not [var first, ..] windows)
        {
            return Done;
        }

        await error.WriteLineAsync(Text(
            $"{what}: the counter no longer holds other minutes of {windows.Count:N0} windows, which end from {Instant(first)} to {Instant(windows[^1])}: their snapshots can't be composed again, and stand as they are."));
        return Incomplete;
    }

    private async Task<int> RefuseAsync(string what, string reason)
    {
        await error.WriteLineAsync($"{what} can't be retracted: {reason}.");
        return Refused;
    }

    private static string Instant(Google.Protobuf.WellKnownTypes.Timestamp at) =>
        at.ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

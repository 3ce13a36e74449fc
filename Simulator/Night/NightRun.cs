using System.Globalization;
using Affluence.CountryFiles;
using Affluence.Simulator.Addresses;
using Affluence.Simulator.Recording;

namespace Affluence.Simulator.Night;

/// <summary>Plays the night into the counter, shows how far it is, and says in the end what the report should tell.</summary>
internal sealed class NightRun(
    NightSettings settings, Uri counter, Uri geo, CallerToken? token, string? statePath, string? truthPath, TextWriter output, TimeProvider timeProvider)
{
    private const int Done = 0;

    private readonly List<TrueFigures> _toShow = [];

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await Reachable.RequireAsync("--counter", counter, cancellationToken);
        await Reachable.RequireAsync("--geo", geo, cancellationToken);
        using var truth = truthPath is null ? null : new TruthFile(truthPath);

        var dataset = CountryFile.Load(CountryFile.BundledPath, cancellationToken);
        var writerId = settings.WriterId(dataset.Description);
        PlayedMinutes played = PlayedMinutes.None;
        await using var recorder = new HitRecorder(
            new RecordingSettings { Counter = counter, Geo = geo, Token = token, WriterId = writerId, Keys = IdentityKeys.OfSeed(settings.Seed) },
            timeProvider)
        {
            BucketAcknowledged = (bucket, storeId) => played.Acknowledged(bucket, storeId),
        };
        if (statePath is not null)
        {
            var held = await recorder.ReadTouchedMinutesAsync(cancellationToken);
            played = PlayedMinutes.Open(statePath, writerId, held.StoreId, held.Minutes);
        }

        using (played)
        {
            var start = timeProvider.GetTimestamp();
            var play = new NightPlay(settings, new CountryNetworks(dataset), recorder, played, figures => Tell(figures, truth));
            await new ProgressDisplay(output, timeProvider).ShowAsync(
                play.PlayAsync(cancellationToken),
                "Minutes played",
                settings.Minutes,
                () => play.Minutes,
                () => Text($"{play.Minutes} of {settings.Minutes} minutes played, {recorder.Ledger.Acknowledged:N0} requests acknowledged"));
            Summarize(play, recorder.Ledger, timeProvider.GetElapsedTime(start));
        }

        return Done;
    }

    private void Tell(TrueFigures figures, TruthFile? truth)
    {
        var local = figures with { At = settings.Localize(figures.At) };
        truth?.Write(local);
        if (IsToShow(figures.At))
        {
            _toShow.Add(local);
        }
    }

    /// <summary>Those of 23:00, or of the end of what is played if that comes before or 23:00 is not in it.</summary>
    private bool IsToShow(DateTimeOffset at)
    {
        var minute = settings.From < 0 && settings.Until > 0 ? 0 : settings.Until;
        return settings.Evenings.Any(evening => evening.InstantOf(minute) == at);
    }

    private void Summarize(NightPlay play, RecordingLedger ledger, TimeSpan elapsed)
    {
        var skipped = play.Skipped == 0 ? string.Empty : Text($" {play.Skipped} minutes were acknowledged before and not sent again.");
        WriteLine(
            $"{ledger.Taken:N0} requests of {settings.Minutes} minutes sent, {ledger.Acknowledged:N0} acknowledged by the counter, in {elapsed.TotalSeconds:0} s.{skipped}");
        foreach (var figures in _toShow)
        {
            WriteLine($"Simulated at {figures.At:yyyy-MM-dd'T'HH:mm:sszzz}: {figures.Visitors:N0} visitors, {figures.TurnedAway:N0} turned away.");
        }

        WriteLine($"Now ask the report, for example: curl http://127.0.0.1:8081/api/v1/snapshots/{_toShow[^1].At:yyyy-MM-dd'T'HH:mm:sszzz}");
    }

    private void WriteLine(FormattableString line) => output.WriteLine(Text(line));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

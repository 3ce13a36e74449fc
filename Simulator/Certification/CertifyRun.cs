using System.Globalization;
using NodaTime;

namespace Affluence.Simulator.Certification;

/// <summary>Counts the logs exactly, reads what the report has on record of the same minutes, and says whether they agree.</summary>
internal sealed class CertifyRun(CertifySettings settings, Stream standardInput, TextWriter output, TextWriter error, TimeProvider timeProvider)
{
    private const int Certified = 0;
    private const int NotCertified = 1;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await Reachable.RequireAsync("--report", settings.Report, cancellationToken);
        using var report = new StoredSnapshots(settings.Report, settings.Token);
        var zone = await report.ReadZoneAsync(cancellationToken);
        var (from, to) = (settings.From?.On(zone, "--from"), settings.To?.On(zone, "--to"));
        if (from > to)
        {
            throw new UnusableArgumentException($"--from: {settings.From!.Text} is not before --to, {settings.To!.Text}.");
        }

        await using var minutes = new MergedMinutes(settings, standardInput, error, timeProvider.GetUtcNow());
        await minutes.BeginAsync(cancellationToken);
        var exact = await CountAsync(minutes, cancellationToken);
        var (first, last) = Range(from, to, minutes);
        var live = await report.ReadAsync(first, last, cancellationToken);
        var certificate = new Certificate(
            [
                .. Enumerable.Range(0, (int)(last - first).TotalMinutes + 1)
                    .Select(minute => first.AddMinutes(minute))
                    .Select(at => new CertifiedMinute(
                        Localize(exact.GetValueOrDefault(at) ?? new ExactFigures(at, 0, 0, 0, 0), zone), live.GetValueOrDefault(at), settings.Tolerance)),
            ],
            settings.Tolerance);
        Write(certificate);
        return certificate.IsCertified ? Certified : NotCertified;
    }

    private async Task<Dictionary<DateTimeOffset, ExactFigures>> CountAsync(MergedMinutes minutes, CancellationToken cancellationToken)
    {
        var start = timeProvider.GetTimestamp();
        var counting = CountMinutesAsync();
        await new ProgressDisplay(error, timeProvider).ShowAsync(
            counting,
            "Logs counted",
            minutes.Length,
            () => minutes.Position,
            () => Text($"{minutes.Lines:N0} lines counted, {minutes.Lines / timeProvider.GetElapsedTime(start).TotalSeconds:N0} lines/s"),
            endsWithLine: false);
        return await counting;

        async Task<Dictionary<DateTimeOffset, ExactFigures>> CountMinutesAsync()
        {
            var window = new ExactWindow();
            var exact = new Dictionary<DateTimeOffset, ExactFigures>();
            await foreach (var minute in minutes.ReadAsync(cancellationToken))
            {
                foreach (var figures in window.Advance(minute))
                {
                    exact[figures.At] = figures;
                }
            }

            foreach (var figures in window.Complete())
            {
                exact[figures.At] = figures;
            }

            return exact;
        }
    }

    /// <summary>What was asked for; or the windows that lie wholly between the first and the last line, since of others the logs hold only a part.</summary>
    private static (DateTimeOffset First, DateTimeOffset Last) Range(DateTimeOffset? from, DateTimeOffset? to, MergedMinutes minutes)
    {
        if (minutes.Oldest is not { } oldest || minutes.Newest is not { } newest)
        {
            throw new UnusableArgumentException("The logs hold no request.");
        }

        var first = from ?? DateTimeOffset.UnixEpoch.AddMinutes(((oldest + 59) / 60) + ExactWindow.Length);
        var last = to ?? DateTimeOffset.UnixEpoch.AddMinutes(newest / 60);
        return first <= last
            ? (first.ToUniversalTime(), last.ToUniversalTime())
            : throw new UnusableArgumentException(
                $"The logs hold no whole window of {ExactWindow.Length} minutes; if they are complete for the minutes you want, name these with --from and --to.");
    }

    private static ExactFigures Localize(ExactFigures figures, DateTimeZone zone) =>
        figures with { At = Instant.FromDateTimeOffset(figures.At).InZone(zone).ToDateTimeOffset() };

    private void Write(Certificate certificate)
    {
        switch (settings.Output)
        {
            case OutputForm.Json:
                CertificateJson.Write(certificate, output);
                break;
            case OutputForm.Csv:
                CertificateCsv.Write(certificate, output);
                error.WriteLine(certificate.Verdict);
                break;
            case OutputForm.Table:
                CertificateTable.Write(certificate, output);
                break;
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

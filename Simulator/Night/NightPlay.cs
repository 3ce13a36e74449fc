using Affluence.Hits;
using Affluence.Simulator.Addresses;
using Affluence.Simulator.Recording;

namespace Affluence.Simulator.Night;

/// <summary>Plays both evenings into the counter, in event time, as fast as it takes them.</summary>
internal sealed class NightPlay(
    NightSettings settings, CountryNetworks networks, HitRecorder recorder, PlayedMinutes played, Action<TrueFigures> tell)
{
    private readonly List<Hit> _hits = [];
    private readonly List<CountryCode> _countries = [];
    private volatile int _minutes;
    private volatile int _skipped;

    /// <summary>Minutes that were planned and sent.</summary>
    public int Minutes => _minutes;

    /// <summary>Of these, the ones that were acknowledged in an earlier run.</summary>
    public int Skipped => _skipped;

    /// <exception cref="RecordingException">A service refused or did not answer.</exception>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        foreach (var evening in settings.Evenings)
        {
            await PlayAsync(evening, cancellationToken);
        }

        await recorder.CompleteAsync(cancellationToken);
    }

    private async Task PlayAsync(Evening evening, CancellationToken cancellationToken)
    {
        var count = new ExactCount(evening);
        foreach (var planned in new EveningPlan(evening, networks, settings.Seed, settings.Scale).Minutes(settings.Until))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (planned.Minute < settings.From - NightSettings.LeadIn)
            {
                continue;
            }

            await LocateAsync(planned, cancellationToken);
            foreach (var request in planned.Buckets.SelectMany(bucket => bucket))
            {
                count.Add(request, request.Reader.Country!.Value, planned.Minute);
            }

            await SendAsync(planned, evening.InstantOf(planned.Minute), cancellationToken);
            var figures = count.Close(planned.Minute);
            if (planned.Minute + 1 >= settings.From)
            {
                tell(figures);
            }

            _minutes++;
        }
    }

    private async Task LocateAsync(PlannedMinute planned, CancellationToken cancellationToken)
    {
        var readers = planned.Buckets
            .SelectMany(bucket => bucket)
            .Select(request => request.Reader)
            .Where(reader => reader.Country is null)
            .Distinct()
            .ToList();
        var countries = await recorder.LocateAsync([.. readers.Select(reader => reader.Address)], cancellationToken);
        foreach (var (reader, country) in readers.Zip(countries))
        {
            reader.Country = country;
        }
    }

    private async Task SendAsync(PlannedMinute planned, DateTimeOffset start, CancellationToken cancellationToken)
    {
        if (played.Contains(start))
        {
            _skipped++;
            return;
        }

        var bucket = Bucket.Of(start);
        foreach (var requests in planned.Buckets)
        {
            await recorder.OpenAsync(bucket, cancellationToken);
            Gather(requests, bucket);
            await recorder.RecordAsync(_hits, _countries, cancellationToken);
            bucket = bucket.Next;
            await recorder.CloseBeforeAsync(bucket, cancellationToken);
        }
    }

    private void Gather(IReadOnlyList<PlannedRequest> requests, Bucket bucket)
    {
        _hits.Clear();
        _countries.Clear();
        foreach (var request in requests)
        {
            var (reader, country) = (request.Reader, request.Reader.Country!.Value);
            Add(new Hit(bucket, request.Kind, request.Outcome, reader.Address, reader.UserAgent, default), country);
            for (var part = 0; part < request.Parts; part++)
            {
                Add(new Hit(bucket, HitKind.Other, HitOutcome.Served, reader.Address, reader.UserAgent, default), country);
            }
        }
    }

    private void Add(in Hit hit, CountryCode country)
    {
        _hits.Add(hit);
        _countries.Add(country);
    }
}

using System.Globalization;
using Affluence.CountryFiles;
using Affluence.Hits;
using Affluence.Simulator.Addresses;
using Affluence.Simulator.Traffic;

namespace Affluence.Simulator.Night;

/// <summary>
/// Sends the night's visitors through the gateway, now, at the pace of the night or faster. How they are answered is up to the site: whoever
/// was refused on the night asks again here, refused or not.
/// </summary>
internal sealed class NightLive(NightSettings settings, Uri gateway, double speed, TextWriter output, TimeProvider timeProvider)
{
    private const int Done = 0;
    private const string Stylesheet = "/site/site.css";
    private const string ProbePath = "/healthz";

    private readonly Pacer _pacer = new(timeProvider, GatewayClient.Concurrency);
    private long _sent;
    private long _failed;
    private volatile int _minutes;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await Reachable.RequireAsync("--gateway", gateway, cancellationToken);
        var networks = new CountryNetworks(CountryFile.Load(CountryFile.BundledPath, cancellationToken));
        var plan = new EveningPlan(settings.Night, networks, settings.Seed, settings.Scale);
        using var client = new GatewayClient(gateway);
        var length = settings.Until - settings.From;
        WriteLine($"{length} minutes of the night are played in {length / speed:0.#}.");
        await new ProgressDisplay(output, timeProvider).ShowAsync(
            _pacer.PlayAsync(Requests(plan), (request, stopping) => SendAsync(client, request, stopping), cancellationToken),
            "Minutes of the night played",
            length,
            () => _minutes,
            () => Text(
                $"{settings.Localize(settings.Night.InstantOf(settings.From + _minutes)):HH:mm} on the night, {_sent:N0} requests, {_failed:N0} not served, {_pacer.Late.TotalSeconds:0.0} s late"));
        WriteLine($"{_sent:N0} requests sent, {_failed:N0} of them not served.");
        WriteLine($"Now ask the report, for example: curl http://127.0.0.1:8081/api/v1/snapshots/current");
        return Done;
    }

    /// <summary>The requests of a bucket are spread evenly over it.</summary>
    private IEnumerable<(TimeSpan At, PlannedRequest Request)> Requests(EveningPlan plan)
    {
        foreach (var planned in plan.Minutes(settings.Until).Where(planned => planned.Minute >= settings.From))
        {
            var start = TimeSpan.FromMinutes(planned.Minute - settings.From);
            foreach (var requests in planned.Buckets)
            {
                foreach (var (index, request) in requests.Index())
                {
                    yield return ((start + (Bucket.Length * ((double)index / requests.Count))) / speed, request);
                }

                start += Bucket.Length;
            }

            _minutes = planned.Minute + 1 - settings.From;
        }
    }

    private async Task SendAsync(GatewayClient client, PlannedRequest request, CancellationToken cancellationToken)
    {
        var reader = request.Reader;
        var path = request.Kind == HitKind.Probe
            ? ProbePath
            : SitePages.Path(reader.Language, (int)(reader.Address.Low % int.MaxValue / 2), request.Number);
        var isServed = request.Kind == HitKind.PageView
            ? await client.IsPageServedAsync(path, reader.Address, reader.UserAgent, reader.Language, cancellationToken)
            : await client.IsServedAsync(path, reader.Address, reader.UserAgent, reader.Language, cancellationToken);
        Count(isServed);
        for (var part = 0; isServed && part < request.Parts; part++)
        {
            Count(await client.IsServedAsync(Stylesheet, reader.Address, reader.UserAgent, reader.Language, cancellationToken));
        }
    }

    private void Count(bool isServed)
    {
        Interlocked.Increment(ref _sent);
        Interlocked.Add(ref _failed, isServed ? 0 : 1);
    }

    private void WriteLine(FormattableString line) => output.WriteLine(Text(line));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

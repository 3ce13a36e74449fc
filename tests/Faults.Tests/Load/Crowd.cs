using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Load;

/// <summary>
/// Visitors of one country who come through one gateway or several, each with an address and a browser of his own. Between several they
/// are balanced as a balancer does: by turns, and a request that a gateway did not take, or closed its connection on before it answered anything, goes to
/// the next.
/// </summary>
internal sealed class Crowd : IDisposable
{
    private const int AtOnce = 4;
    private const int MostVisitors = 1000;

    private static readonly string[] Paths = ["/en", "/fr"];

    private readonly (string Code, string Network) _country;
    private readonly Uri[] _gateways;
    private readonly HttpClient _client;
    private int _visitors;
    private int _turn;

    public Crowd((string Code, string Network) country, params Uri[] gateways)
        : this(country, new Answers(), gateways)
    {
    }

    private Crowd((string Code, string Network) country, Answers answers, Uri[] gateways)
    {
        (_country, Answers, _gateways) = (country, answers, gateways);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            // Nobody waits for a gateway that does not answer at all: that would be a fault of its own.
            Timeout = RunningSystem.Patience,
        };
    }

    public string Country => _country.Code;

    public Answers Answers { get; }

    /// <summary>Whether its visitors press reload: each wants a page that the site has just confirmed.</summary>
    public bool Reloads { get; set; }

    /// <summary>The same visitors, beginning with the first, with what they were answered until now, through other gateways.</summary>
    public Crowd Through(params IEnumerable<IGateway> gateways) => new(_country, Answers, [.. gateways.Select(gateway => gateway.Address)]);

    /// <summary>Lets so many new visitors come, each look at two pages, and returns when all are answered.</summary>
    public async Task VisitAsync(int visitors)
    {
        var first = Interlocked.Add(ref _visitors, visitors) - visitors;
        await Parallel.ForEachAsync(
            Enumerable.Range(first, visitors),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (visitor, cancellationToken) => await VisitAsync(visitor, cancellationToken));
    }

    /// <summary>Visitors come until it is disposed of.</summary>
    public Rush Begin() => new(this);

    public void Dispose() => _client.Dispose();

    private async Task VisitAsync(int visitor, CancellationToken cancellationToken)
    {
        foreach (var path in Paths)
        {
            try
            {
                var (status, cacheStatus) = await AskAsync(visitor, path, cancellationToken);
                Answers.Note(visitor, status, cacheStatus);
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                Answers.NoteUnanswered(exception.Message);
            }
        }
    }

    private async Task<(HttpStatusCode Status, string CacheStatus)> AskAsync(int visitor, string path, CancellationToken cancellationToken)
    {
        var turn = (uint)Interlocked.Increment(ref _turn);
        for (var attempt = 1; ; attempt++)
        {
            var gateway = _gateways[(turn + attempt) % _gateways.Length];
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway, path));
            request.Headers.Add("X-Forwarded-For", Countries.Address(_country.Network, visitor));
            request.Headers.Add("Accept", "text/html");
            request.Headers.CacheControl = Reloads ? new CacheControlHeaderValue { NoCache = true } : null;
            request.Headers.TryAddWithoutValidation("User-Agent", string.Create(CultureInfo.InvariantCulture, $"Mozilla/5.0 (X11; Linux x86_64) Visitor/{visitor}"));
            using var response = await TryAsync(request, isLast: attempt == _gateways.Length, cancellationToken);
            if (response is not null)
            {
                // To its last byte: a page that breaks off half-way is no page.
                await response.Content.CopyToAsync(Stream.Null, cancellationToken);
                return (response.StatusCode, response.Headers.TryGetValues("Cache-Status", out var values) ? string.Join(", ", values) : string.Empty);
            }
        }
    }

    /// <returns>Null if the connection failed or ended before there was any answer.</returns>
    private async Task<HttpResponseMessage?> TryAsync(HttpRequestMessage request, bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException) when (!isLast)
        {
            return null;
        }
    }

    /// <summary>A crowd that keeps coming.</summary>
    internal sealed class Rush : IAsyncDisposable
    {
        private readonly Crowd _crowd;
        private readonly CancellationTokenSource _end = new();
        private readonly Task[] _visitors;

        public Rush(Crowd crowd)
        {
            _crowd = crowd;
            _visitors = [.. Enumerable.Range(0, AtOnce).Select(_ => Task.Run(ComeAsync))];
        }

        /// <summary>Returns when so many more page views were answered: the site goes on, whatever happens behind it.</summary>
        public async Task GoesOnAsync(int pageViews = 120)
        {
            var goal = _crowd.Answers.Count + pageViews;
            await Eventually.TrueAsync(
                () => Task.FromResult(_crowd.Answers.Count >= goal),
                () => $"Pages stopped: {_crowd.Answers.Count} answered of {goal}, unanswered: {string.Join("; ", _crowd.Answers.Unanswered.TakeLast(5))}",
                RunningSystem.Patience);
        }

        /// <summary>Returns when every visitor who came was answered.</summary>
        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await Task.WhenAll(_visitors);
            _end.Dispose();
        }

        private async Task ComeAsync()
        {
            while (!_end.IsCancellationRequested)
            {
                await _crowd.VisitAsync(Interlocked.Increment(ref _crowd._visitors) % MostVisitors, CancellationToken.None);
            }
        }
    }
}

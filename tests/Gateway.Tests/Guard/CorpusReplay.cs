using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Affluence.Gateway.Tests.Fakes;
using Microsoft.AspNetCore.Http.Features;

namespace Affluence.Gateway.Tests.Guard;

/// <summary>
/// One gateway, to which files of <c>Corpus</c> are sent one after the other, each a request as bytes. On the same connection follows a
/// well-formed request that closes it: what the site saw besides that one, it saw of the file.
/// </summary>
public sealed partial class CorpusReplay : IAsyncLifetime
{
    private const string Last = "/last";

    private static readonly byte[] ClosingRequest = Encoding.ASCII.GetBytes($"GET {Last} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    private readonly Lock _lock = new();
    private readonly List<string> _seenBySite = [];
    private TestGateway _gateway = null!;

    public static string Corpus { get; } = Path.Combine(AppContext.BaseDirectory, "Guard", "Corpus");

    public async Task<Outcome> PlayAsync(string file)
    {
        TakeSeen();
        var before = (await _gateway.AccountAsync()).Seen;
        byte[] bytes = [.. await File.ReadAllBytesAsync(Path.Combine(Corpus, $"{file}.http")), .. ClosingRequest];

        var answer = await _gateway.SendToTheEndAsync(bytes);
        var seen = TakeSeen();

        // A visit that is counted for certain: what was counted before it has been.
        await _gateway.VisitAsync(Last);
        var account = await _gateway.SettledAsync(before + 1);
        return new Outcome(
            [.. StatusLine().Matches(answer).Select(match => int.Parse(match.Groups["status"].Value, CultureInfo.InvariantCulture))],
            seen,
            account.Seen - before - 1);
    }

    public async ValueTask InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync();
        _gateway.Site = context =>
        {
            var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
            if (target != Last)
            {
                lock (_lock)
                {
                    _seenBySite.Add($"{context.Request.Method} {target}");
                }
            }

            return TestGateway.Page(context);
        };
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    private List<string> TakeSeen()
    {
        lock (_lock)
        {
            List<string> seen = [.. _seenBySite];
            _seenBySite.Clear();
            return seen;
        }
    }

    [GeneratedRegex(@"^HTTP/1\.1 (?<status>\d{3}) ", RegexOptions.Multiline)]
    private static partial Regex StatusLine();

    /// <param name="Statuses">Of every answer on the connection, that to the closing request included.</param>
    /// <param name="SeenBySite">Method and target of each request of the file that came through.</param>
    /// <param name="Hits">Captured of the file and the closing request.</param>
    public sealed record Outcome(IReadOnlyList<int> Statuses, IReadOnlyList<string> SeenBySite, long Hits);
}

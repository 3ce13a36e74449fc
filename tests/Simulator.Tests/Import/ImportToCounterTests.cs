using Affluence.Counter.V1;
using Affluence.Simulator.Tests.AccessLogs;
using Affluence.Simulator.Tests.Fakes;
using Affluence.Testing.Stores;

namespace Affluence.Simulator.Tests.Import;

/// <summary>From a log to the figures of a window, held against sets.</summary>
[Trait("Category", "Integration")]
public sealed class ImportToCounterTests
{
    private const int Minutes = 7;
    private const int VisitorsAMinute = 400;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    [Theory]
    [MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task Import_Evening_GivesItsFiguresAndAgainTheSame(StoreKind kind)
    {
        await using var services = await RealServices.StartAsync(kind);
        using var folder = new ImportFolder(services.Counter, services.Geo);
        var requests = Requests();
        string[] lines = [.. requests.Select(request => request.Line)];

        var (code, _, error) = await folder.ImportAsync(folder.Write("access.log.gz", Logs.Gzip(Logs.Bytes(lines))));

        Assert.Equal((0, ""), (code, error));
        var before = new List<GetWindowResponse>();
        for (var minute = 1; minute <= Minutes + 5; minute++)
        {
            var end = Logs.Evening.AddMinutes(minute);
            var window = await services.GetWindowAsync(end, Window);
            Compare(window, [.. requests.Where(request => end - Window <= request.At && request.At < end)]);
            before.Add(window);
        }

        var again = await folder.ImportAsync(folder.Write("access.log.1", lines));

        Assert.Equal(0, again.Code);
        foreach (var window in before)
        {
            Assert.Equal(window, await services.GetWindowAsync(window.End.ToDateTimeOffset(), Window));
        }
    }

    [Fact]
    public async Task Import_CounterThatAsksForAToken_RefusesWithoutAndTakesWithIt()
    {
        const string Token = "a3f1c9e07b5d48261f0c9ab7e4d35826";
        await using var services = await RealServices.StartAsync(StoreKind.Garnet, ("Credentials:Ingest:Tokens:0", Token));
        using var folder = new ImportFolder(services.Counter, services.Geo);
        var log = folder.Write("access.log", Logs.Bytes([.. Requests().Select(request => request.Line)]));
        var (right, wrong, none) = (
            folder.Write("right", Logs.Bytes([Token])),
            folder.Write("wrong", Logs.Bytes(["00112233445566778899aabbccddeeff"])),
            folder.Write("none", Logs.Bytes(["geheim"])));

        var refused = await folder.ImportAsync(log);
        var refusedToo = await folder.ImportAsync(log, "--token-file", wrong);
        var unusable = await folder.ImportAsync(log, "--token-file", none);
        var missing = await folder.ImportAsync(log, "--token-file", folder.PathOf("missing"));
        var taken = await folder.ImportAsync(log, "--token-file", right);

        // Without a file it sends the token that services of this machine made, which a counter with a token of its own does not take.
        Assert.Contains("refused: Unauthenticated, The Authorization header is no bearer token of Credentials:Ingest", refused.Error, StringComparison.Ordinal);
        Assert.Contains("refused: Unauthenticated, The Authorization header is no bearer token of Credentials:Ingest", refusedToo.Error, StringComparison.Ordinal);
        Assert.StartsWith("--token-file: none has 6 characters; a token has from 32", unusable.Error, StringComparison.Ordinal);
        Assert.StartsWith("--token-file: missing can't be read: ", missing.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", unusable.Error, StringComparison.Ordinal);
        Assert.Equal((3, 3, 2, 2, 0), (refused.Code, refusedToo.Code, unusable.Code, missing.Code, taken.Code));
    }

    private static void Compare(GetWindowResponse window, IReadOnlyList<Request> requests)
    {
        var served = requests.Where(request => request.IsServed).Select(request => request.Visitor).ToHashSet();
        var refused = requests.Where(request => !request.IsServed).Select(request => request.Visitor).ToHashSet();
        refused.ExceptWith(served);

        // Four standard errors and a half visitor: of 34 windows, which share most of their visitors, one in a thousand tests would fail, and
        // the keys are drawn anew for each.
        Assert.InRange(Math.Abs((double)window.Visitors - served.Count), 0, (4.5 * window.StandardError * served.Count) + 0.5);
        Assert.InRange(Math.Abs((double)window.TurnedAway - refused.Count), 0, (4.5 * window.TurnedAwayStandardError) + 0.5);
        Assert.Equal(requests.Count(request => request.IsServed), window.Countries.Sum(country => (int)country.ServedPageViews));
        Assert.Equal(
            requests.Count(request => !request.IsServed),
            window.Countries.SelectMany(country => country.RefusedPageViews).Where(refusal => refusal.Cause == RefusalCause.Shed).Sum(refusal => (int)refusal.Count));
        Assert.Equal(requests.Count, window.Countries.Sum(country => (int)country.Requests));
        Assert.Equal(requests.Count == 0 ? 0 : 1, window.Writers.Count);
    }

    /// <summary>Visitors read three pages within five minutes; one in ten is refused, and half of these every time.</summary>
    private static List<Request> Requests()
    {
        var random = new Random(20161108);
        var requests = new List<Request>();
        for (var visitor = 0; visitor < Minutes * VisitorsAMinute; visitor++)
        {
            var address = $"{random.Next(1, 224)}.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}";
            var arrival = Logs.Evening.AddSeconds(random.Next(60 * Minutes));
            for (var page = 0; page < 3; page++)
            {
                var at = arrival.AddSeconds(random.Next(100) * page);
                var isServed = visitor % 10 != 0 || (visitor % 20 == 0 && page == 1);
                if (at < Logs.Evening.AddMinutes(Minutes))
                {
                    requests.Add(new Request(
                        at, visitor, isServed, Logs.Combined(at, address, $"/page/{page}", isServed ? 200 : 503, $"browser {visitor}")));
                }
            }
        }

        return [.. requests.OrderBy(request => request.At)];
    }

    private sealed record Request(DateTimeOffset At, int Visitor, bool IsServed, string Line);
}

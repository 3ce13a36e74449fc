using System.Globalization;
using System.Net;
using System.Text.Json;
using Affluence.Simulator.Traffic;

namespace Affluence.Simulator.Rush;

/// <summary>One visitor of a rush: reads what is there at once, waits for the rest in their own way, and looks at their pages once they are in.</summary>
internal sealed class RushVisitor(
    RushSettings settings, Visitor visitor, int number, RushHabit habit, Random random, HttpClient http, RushLedger ledger, TimeProvider time)
{
    private const string Html = "text/html";

    private static readonly TimeSpan Reload = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Away = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, string> _cookies = [];
    private readonly string _userAgent = habit == RushHabit.Bot ? "ExampleBot/1.0 (+https://www.example.org/bot)" : visitor.UserAgent;

    private (DateTimeOffset At, TimeSpan Low, TimeSpan High)? _interval;
    private DateTimeOffset? _arrival;
    private bool _hasWaited;
    private int _pages;

    public async Task VisitAsync(CancellationToken cancellationToken)
    {
        using (var information = await SendAsync(settings.Information, Html, cancellationToken))
        {
            ledger.AddInformation(information?.StatusCode == HttpStatusCode.OK);
        }

        for (var page = 0; page < settings.Pages; page++)
        {
            if (page > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(2 + (4 * random.NextDouble())), time, cancellationToken);
            }

            if (!await LookAsync(cancellationToken))
            {
                return;
            }
        }
    }

    /// <summary>Asks for a page, and waits for it where that is asked.</summary>
    /// <returns>Whether the visit goes on.</returns>
    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(NextPage(), Html, cancellationToken);
        if (habit == RushHabit.Bot)
        {
            if (answer is not null && (answer.Headers.Contains("Set-Cookie") || answer.Headers.Contains("Refresh")))
            {
                ledger.AddBotWithAPlace();
            }

            return false;
        }

        if (PollOf(answer) is not { } poll)
        {
            ledger.AddPage(new PageAnswer(time.GetUtcNow(), answer?.StatusCode == HttpStatusCode.OK, _hasWaited));
            return true;
        }

        ledger.AddWait(isAgain: _hasWaited);
        _hasWaited = await WaitAsync(poll, cancellationToken);
        if (!_hasWaited)
        {
            ledger.AddGivenUp();
            return false;
        }

        using var wanted = await SendAsync(NextPage(), Html, cancellationToken);
        ledger.AddPage(new PageAnswer(time.GetUtcNow(), wanted?.StatusCode == HttpStatusCode.OK, _hasWaited));
        return true;
    }

    /// <returns>Whether the visitor was let in before their patience was over.</returns>
    private async Task<bool> WaitAsync(string poll, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var hasLeft = false;
        while (time.GetElapsedTime(start) < settings.Patience)
        {
            var (next, pause) = await PollAsync(poll, cancellationToken);
            if (next is null)
            {
                return true;
            }

            poll = next;
            if (habit == RushHabit.TwoTabs && (await PollAsync(poll, cancellationToken)).Next is null)
            {
                return true;
            }

            if (habit == RushHabit.Reloads)
            {
                using var reload = await SendAsync(NextPage(), Html, cancellationToken);
                pause = Reload;
            }

            if (habit == RushHabit.ComesBack && !hasLeft)
            {
                (hasLeft, pause) = (true, Away);
            }

            await Task.Delay(pause, time, cancellationToken);
        }

        return false;
    }

    /// <summary>Asks whether it is their turn, as a program does, since the answer is in figures.</summary>
    private async Task<(string? Next, TimeSpan Pause)> PollAsync(string poll, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(poll, "application/json", cancellationToken);
        if (answer is null)
        {
            return (poll, Reload);
        }

        using var place = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        var now = time.GetUtcNow();
        if (place.RootElement.GetProperty("admitted").GetBoolean())
        {
            // One who is let in at the first poll has not been said when they came: that is now, to some seconds.
            ledger.AddAnswer(new RoomAnswer(_arrival ?? now, now, IsLetIn: true));
            if (_interval is { } interval)
            {
                ledger.AddInterval(now - interval.At >= interval.Low && now - interval.At <= interval.High);
            }

            return (null, TimeSpan.Zero);
        }

        _arrival = place.RootElement.GetProperty("arrivedAt").GetDateTimeOffset();
        ledger.AddAnswer(new RoomAnswer(_arrival.Value, now, IsLetIn: false));
        if (_interval is null && place.RootElement.GetProperty("wait") is { ValueKind: JsonValueKind.Object } wait)
        {
            _interval = (now, Seconds(wait, "lowSeconds"), Seconds(wait, "highSeconds"));
        }

        return (place.RootElement.GetProperty("poll").GetString(), Seconds(place.RootElement, "askAgainInSeconds"));
    }

    /// <returns>Null: no answer.</returns>
    private async Task<HttpResponseMessage?> SendAsync(string path, string accept, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(settings.Gateway, path));
        request.Headers.TryAddWithoutValidation("User-Agent", _userAgent);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", visitor.Address.ToString());
        if (_cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        try
        {
            var answer = await http.SendAsync(request, cancellationToken);
            KeepCookies(answer);
            return answer;
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private void KeepCookies(HttpResponseMessage answer)
    {
        if (habit != RushHabit.WithoutCookies && answer.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            foreach (var cookie in cookies.Select(cookie => cookie.Split(';', 2)[0].Split('=', 2)))
            {
                _cookies[cookie[0]] = cookie[1];
            }
        }
    }

    private string NextPage() => string.Create(CultureInfo.InvariantCulture, $"{settings.Wanted}?rush={settings.Seed}-{number}-{_pages++}");

    /// <summary>Where one who is sent to wait asks next; null for one who is not.</summary>
    private static string? PollOf(HttpResponseMessage? answer) =>
        answer?.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.TryGetValues("Refresh", out var refresh)
            ? refresh.Single().Split("url=", 2)[1]
            : null;

    private static TimeSpan Seconds(JsonElement of, string name) => TimeSpan.FromSeconds(of.GetProperty(name).GetInt32());
}

using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Affluence.Simulator.Rush;

/// <summary>One visitor of a rush: reads what is there at once, waits for the rest as it is his habit, and looks at his pages once he is in.</summary>
internal sealed class RushVisitor(RushSettings settings, int number, RushHabit habit, Random random, HttpClient http, RushLedger ledger, TimeProvider time)
{
    private static readonly TimeSpan Reload = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Away = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, string> _cookies = [];
    private readonly string _userAgent = habit == RushHabit.Bot
        ? "ExampleBot/1.0 (+https://www.example.org/bot)"
        : string.Create(CultureInfo.InvariantCulture, $"Mozilla/5.0 (X11; Linux x86_64; rv:{100 + (number % 50)}.0) Gecko/20100101 Firefox/{100 + (number % 50)}.0");

    private (DateTimeOffset At, TimeSpan Low, TimeSpan High)? _told;
    private DateTimeOffset? _arrival;
    private int _pages;

    public async Task VisitAsync(CancellationToken cancellationToken)
    {
        using (var information = await SendAsync(settings.Information, "text/html", cancellationToken))
        {
            ledger.Informed(information.StatusCode == HttpStatusCode.OK);
        }

        using var first = await SendAsync(NextPage(), "text/html", cancellationToken);
        if (habit == RushHabit.Bot)
        {
            if (first.Headers.Contains("Set-Cookie") || first.Headers.Contains("Refresh"))
            {
                ledger.BotWasGivenAPlace();
            }

            return;
        }

        if (PollOf(first) is { } poll)
        {
            ledger.BeganToWait();
            if (!await WaitAsync(poll, cancellationToken))
            {
                ledger.Left();
                return;
            }
        }
        else
        {
            ledger.Page(first.StatusCode == HttpStatusCode.OK);
        }

        for (var page = 1; page < settings.Pages; page++)
        {
            await Task.Delay(TimeSpan.FromSeconds(2 + (4 * random.NextDouble())), time, cancellationToken);
            using var answer = await SendAsync(NextPage(), "text/html", cancellationToken);
            ledger.Page(answer.StatusCode == HttpStatusCode.OK);
        }
    }

    /// <returns>Whether he was let in before his patience was over.</returns>
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
                using var reload = await SendAsync(NextPage(), "text/html", cancellationToken);
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

    /// <summary>Asks whether it is his turn, as a program does, since it is told in figures.</summary>
    private async Task<(string? Next, TimeSpan Pause)> PollAsync(string poll, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(poll, "application/json", cancellationToken);
        using var place = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        var now = time.GetUtcNow();
        if (place.RootElement.GetProperty("admitted").GetBoolean())
        {
            if (_arrival is { } came)
            {
                ledger.WasLetIn(came, now, _told);
            }

            return (null, TimeSpan.Zero);
        }

        _arrival = place.RootElement.GetProperty("arrivedAt").GetDateTimeOffset();
        ledger.Asked(_arrival.Value, now);
        if (_told is null && place.RootElement.GetProperty("wait") is { ValueKind: JsonValueKind.Object } wait)
        {
            _told = (now, Seconds(wait, "lowSeconds"), Seconds(wait, "highSeconds"));
        }

        return (place.RootElement.GetProperty("poll").GetString(), Seconds(place.RootElement, "askAgainInSeconds"));
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string accept, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(settings.Gateway, path));
        request.Headers.TryAddWithoutValidation("User-Agent", _userAgent);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", string.Create(CultureInfo.InvariantCulture, $"24.{(number >> 16) & 255}.{(number >> 8) & 255}.{number & 255}"));
        if (_cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        var answer = await http.SendAsync(request, cancellationToken);
        if (habit != RushHabit.WithoutCookies && answer.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            foreach (var cookie in cookies.Select(cookie => cookie.Split(';', 2)[0].Split('=', 2)))
            {
                _cookies[cookie[0]] = cookie[1];
            }
        }

        return answer;
    }

    private string NextPage() => string.Create(CultureInfo.InvariantCulture, $"{settings.Wanted}?rush={settings.Seed}-{number}-{_pages++}");

    /// <summary>Where one who is sent to wait asks next; null for one who is not.</summary>
    private static string? PollOf(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.TryGetValues("Refresh", out var refresh)
            ? refresh.Single().Split("url=", 2)[1]
            : null;

    private static TimeSpan Seconds(JsonElement of, string name) => TimeSpan.FromSeconds(of.GetProperty(name).GetInt32());
}

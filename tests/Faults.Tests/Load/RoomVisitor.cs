using System.Globalization;
using System.Net;
using System.Text.Json;
using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Load;

/// <summary>A browser that keeps its cookies and does as the waiting room says.</summary>
/// <param name="number">Of its address and its name; below 60,000.</param>
internal sealed class RoomVisitor(int number) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { Timeout = Eventually.Limit };
    private readonly Dictionary<string, string> _cookies = [];
    private string _poll = $"/en/eligibility?visitor={number}";

    /// <summary>By the counter's clock, as it was given out first; null: it has no place.</summary>
    public DateTimeOffset? ArrivedAt { get; private set; }

    public bool IsAdmitted { get; private set; }

    /// <summary>Asks for a page that only the site has.</summary>
    public async Task<HttpStatusCode> VisitAsync(IGateway gateway)
    {
        using var answer = await AskAsync(gateway, $"/en/eligibility?visitor={number}&page={Guid.NewGuid()}", "text/html");
        return answer.StatusCode;
    }

    /// <summary>Asks for the page that it wants, and from then on whether it is its turn.</summary>
    /// <returns>When it came, as it is told now; null: it is its turn.</returns>
    public async Task<DateTimeOffset?> PollAsync(IGateway gateway)
    {
        using var answer = await AskAsync(gateway, _poll, "application/json");
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode == HttpStatusCode.OK && answer.Content.Headers.ContentType?.MediaType == "text/html")
        {
            // The page itself: nobody had to wait.
            IsAdmitted = true;
            return null;
        }

        using var place = JsonDocument.Parse(text);
        if (place.RootElement.GetProperty("admitted").GetBoolean())
        {
            IsAdmitted = true;
            return null;
        }

        _poll = place.RootElement.GetProperty("poll").GetString()!;
        var arrivedAt = place.RootElement.GetProperty("arrivedAt").GetDateTimeOffset();
        ArrivedAt ??= arrivedAt;
        return arrivedAt;
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> AskAsync(IGateway gateway, string path, string accepted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Address, path));
        request.Headers.Add("Accept", accepted);
        request.Headers.Add("User-Agent", $"Mozilla/5.0 visitor {number}");
        request.Headers.Add("X-Forwarded-For", string.Create(CultureInfo.InvariantCulture, $"198.18.{number / 250}.{(number % 250) + 1}"));
        if (_cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        var answer = await _client.SendAsync(request);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [])
        {
            var pair = cookie.Split(';', 2)[0].Split('=', 2);
            _cookies[pair[0]] = pair[1];
        }

        return answer;
    }
}

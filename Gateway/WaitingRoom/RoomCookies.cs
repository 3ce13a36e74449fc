using Affluence.Gateway.Addresses;
using Affluence.Gateway.Proxy;
using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.WaitingRoom;

/// <summary>The two cookies of the waiting room. They are this gateway's own affair: what comes with a request is taken out of it before cache and site see it.</summary>
internal sealed record RoomCookies(string? Ticket, string? Pass)
{
    public const string TicketName = "affluence-ticket";
    public const string PassName = "affluence-pass";

    private const string Prefix = "affluence-";

    public static RoomCookies None { get; } = new(null, null);

    /// <summary>Takes them out of a request and keeps them as a feature of it.</summary>
    public static RoomCookies Take(HttpContext context)
    {
        var sent = context.Request.Headers.Cookie;
        if (sent.Count == 0 || !sent.ToString().Contains(Prefix, StringComparison.Ordinal))
        {
            return None;
        }

        var (ticket, pass) = ((string?)null, (string?)null);
        var others = new List<string>();
        foreach (var cookie in sent.SelectMany(line => (line ?? string.Empty).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (cookie.StartsWith(TicketName + "=", StringComparison.Ordinal))
            {
                ticket = cookie[(TicketName.Length + 1)..];
            }
            else if (cookie.StartsWith(PassName + "=", StringComparison.Ordinal))
            {
                pass = cookie[(PassName.Length + 1)..];
            }
            else
            {
                others.Add(cookie);
            }
        }

        context.Request.Headers.Cookie = others.Count > 0 ? string.Join("; ", others) : StringValues.Empty;
        var cookies = new RoomCookies(ticket, pass);
        context.Features.Set(cookies);
        return cookies;
    }

    public static RoomCookies Of(HttpContext context) => context.Features.Get<RoomCookies>() ?? None;

    /// <summary>Sets one on the answer, whoever gives it in the end. It is never part of what the cache stores, which is another answer.</summary>
    public static void Set(HttpContext context, ClientAddressResolver addresses, string name, string value, TimeSpan life)
    {
        var isSecure = VisitorScheme.Of(context, addresses) == Uri.UriSchemeHttps;
        var cookie = FormattableString.Invariant($"{name}={value}; Max-Age={(long)life.TotalSeconds}; Path=/; {(isSecure ? "Secure; " : string.Empty)}HttpOnly; SameSite=Lax");
        context.Response.OnStarting(
            static state =>
            {
                var (response, text) = ((HttpResponse, string))state;
                response.Headers.Append("Set-Cookie", text);
                return Task.CompletedTask;
            },
            (context.Response, cookie));
    }
}

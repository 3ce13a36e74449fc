using System.Buffers;
using System.Globalization;
using Affluence.Admission;
using Affluence.Gateway.Addresses;
using Affluence.Gateway.Capture;
using Affluence.Gateway.OriginLimit;
using Affluence.Gateway.WaitingRoom.Tokens;

namespace Affluence.Gateway.WaitingRoom.Answers;

/// <summary>Answers those who may not go in.</summary>
internal sealed class RoomAnswers(RoomBoard board, RoomTokens tokens, RoomClock clock, RoomLinks links, OriginGate gate, ClientAddressResolver addresses)
{
    /// <summary>Seconds after which it is worth asking again.</summary>
    public const int ForBots = 600;
    public const int ForParts = 30;
    public const int ForRate = 5;

    public static bool WantsJson(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        return accept.Contains("application/json", StringComparison.OrdinalIgnoreCase) && !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Refuses without a place: the page of a refusal comes with it.</summary>
    public static void TurnAway(HttpContext context, Refusal refusal, int retryAfter, int status = StatusCodes.Status503ServiceUnavailable)
    {
        context.Features.Set(refusal);
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = retryAfter.ToString(CultureInfo.InvariantCulture);
    }

    public void GivePass(HttpContext context, in Pass pass)
    {
        if (tokens.Write(pass, clock.Now) is { } token)
        {
            RoomCookies.Set(context, addresses, RoomCookies.PassName, token, Pass.Longest);
        }
    }

    /// <summary>Tells one who waits how it stands with him.</summary>
    /// <param name="context">His request.</param>
    /// <param name="ticket">His place.</param>
    /// <param name="to">Where he wants to go.</param>
    /// <param name="isPoll">Whether he asked on the room's own page.</param>
    public async Task WaitAsync(HttpContext context, Ticket ticket, string to, bool isPoll)
    {
        var notice = board.Current;
        var before = Math.Min(notice.Before(ticket.Arrival), ticket.Before ?? int.MaxValue);
        if (tokens.Write(ticket with { Before = before }, clock.Now) is not { } token)
        {
            // No key is known yet: he can't be given a place.
            TurnAway(context, Refusal.Waiting, ForParts);
            return;
        }

        var poll = PollInterval.WithJitter(notice.Waiting, Random.Shared.NextDouble());
        var answer = new RoomAnswer(token, ticket.Arrival, before, notice.Forecast.For(before, poll), poll, to, gate.Status.AwayFor != OriginSign.Answered);
        context.Features.Set(isPoll ? Refusal.Poll : Refusal.Waiting);
        RoomCookies.Set(context, addresses, RoomCookies.TicketName, token, RoomTokens.TicketLife);
        await WriteAsync(context, answer);
    }

    private Task WriteAsync(HttpContext context, in RoomAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = answer.PollSeconds.ToString(CultureInfo.InvariantCulture);
        response.Headers.Vary = "Accept, Accept-Language, Cookie";
        if (WantsJson(context.Request))
        {
            return SendAsync(context, RoomDocument.Write(answer), "application/json");
        }

        var words = RoomWords.Of(RoomLanguage.Of(context.Request, answer.To));
        var isManual = context.Request.Query["auto"] == "off";
        if (!isManual)
        {
            response.Headers["Refresh"] = string.Create(CultureInfo.InvariantCulture, $"{answer.PollSeconds}; url={answer.Address(words.Language)}");
        }

        var page = new ArrayBufferWriter<byte>(4_096);
        RoomHtml.Write(page, words, answer, isManual, links.For(context, words.Language));
        response.Headers.ContentLanguage = words.Language;
        response.Headers.ContentSecurityPolicy = RoomHtml.ContentPolicy;
        return SendAsync(context, page.WrittenMemory, "text/html; charset=utf-8");
    }

    /// <summary>Sends a whole answer that nobody may keep.</summary>
    public static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body, string contentType)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "same-origin";
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            await response.StartAsync(context.RequestAborted);
            return;
        }

        await response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }
}

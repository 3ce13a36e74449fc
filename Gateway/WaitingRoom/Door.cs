using System.Security.Cryptography;
using Affluence.Gateway.Addresses;
using Affluence.Gateway.Capture;
using Affluence.Gateway.Identity;
using Affluence.Gateway.RateLimit;
using Affluence.Gateway.WaitingRoom.Answers;
using Affluence.Gateway.WaitingRoom.Tokens;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.WaitingRoom;

/// <summary>
/// Decides whether a request may go on to the site, and answers it if not. While the room is closed everybody may. While it is open: who has a pass, who was in
/// when it opened, and whose turn has come. It looks at times of arrival and at nothing that says who or where somebody is.
/// </summary>
internal sealed class Door(
    RoomBoard board,
    RoomClock clock,
    RoomTokens tokens,
    RoomPresence presence,
    PassUse passes,
    RecentVisitors recent,
    RequestClassifier classifier,
    ClientAddressResolver addresses,
    RoomAnswers answers,
    RoomMetrics metrics,
    IOptions<IdentityOptions> identity,
    IOptions<RateLimitOptions> rates,
    TimeProvider time)
{
    private readonly TicketQuota _quota = new(identity.Value.VisitorsPerNetwork);
    private readonly IReadOnlyList<System.Net.IPNetwork> _exempt = rates.Value.EffectiveExemptNetworks;
    private readonly long _start = time.GetTimestamp();

    /// <returns>Whether the request may go on; if not, it has been answered.</returns>
    public ValueTask<bool> EnterAsync(HttpContext context)
    {
        if (!board.Current.State.IsOpen || context.Features.Get<Entered>() is not null)
        {
            return ValueTask.FromResult(true);
        }

        switch (classifier.Classify(context))
        {
            case HitKind.Probe:
                return ValueTask.FromResult(true);
            case HitKind.Bot:
                // It comes again by itself, and takes nobody's place.
                RoomAnswers.TurnAway(context, Refusal.Shed, RoomAnswers.ForBots);
                return ValueTask.FromResult(false);
            case var kind:
                return EnterAsync(context, kind);
        }
    }

    /// <returns>Whether one who asked for something that can also be had without the site would have to wait for the site.</returns>
    public bool IsShutTo(HttpContext context)
    {
        if (!board.Current.State.IsOpen)
        {
            return false;
        }

        var now = clock.Now;
        return !tokens.TryReadPass(RoomCookies.Of(context).Pass, now, out _) && !recent.Contain(VisitorOf(context).Hash, now);
    }

    /// <summary>The place of one who asks on the room's own page, and whether it is his turn.</summary>
    public (Ticket Ticket, bool IsIn) PlaceOf(HttpContext context, string? ticketText)
    {
        var now = clock.Now;
        var visitor = VisitorOf(context);
        return !board.Current.State.IsOpen || HasPass(context, visitor, now) || recent.Contain(visitor.Hash, now)
            ? (default, true)
            : Queue(context, KnownTicket(TicketOf(ticketText, now), TicketOf(RoomCookies.Of(context).Ticket, now)), visitor, now);
    }

    /// <summary>Remembers who was served by the site itself, so that he stays in when the room opens.</summary>
    public void NoteServed(HttpContext context) => recent.Note(VisitorOf(context).Hash, clock.Now);

    /// <param name="known">The place that he has; null: he comes now.</param>
    private (Ticket Ticket, bool IsIn) Queue(HttpContext context, Ticket? known, in Visitor visitor, DateTimeOffset now)
    {
        var ticket = known ?? NewTicket(visitor, now);
        if (board.Current.State.Admits(ticket.Arrival))
        {
            if (TryLetIn(context, ticket, visitor, now))
            {
                Mark(context, known is null ? null : RoomEvent.LetIn(ticket.Arrival, now));
                return (ticket, true);
            }

            // It has been passed on: whoever has it now comes now.
            (known, ticket) = (null, NewTicket(visitor, now));
        }

        presence.Wait(ticket.Arrival, ticket.Id);
        var minutes = RoomEvent.MinutesOf(now - ticket.Arrival);
        Mark(context, known is null ? RoomEvent.Joined(ticket.Arrival) : minutes > ticket.Counted ? RoomEvent.Waited(ticket.Arrival, minutes) : null);
        return (ticket with { Counted = Math.Max(ticket.Counted, minutes) }, false);
    }

    private async ValueTask<bool> EnterAsync(HttpContext context, HitKind kind)
    {
        var now = clock.Now;
        var visitor = VisitorOf(context);
        if (tokens.TryReadPass(RoomCookies.Of(context).Pass, now, out var pass))
        {
            switch (passes.Use(pass.Id, visitor.Network, time.GetElapsedTime(_start)))
            {
                case PassVerdict.Granted:
                    presence.Use(pass.Id);
                    if (now - pass.Used >= Pass.Renewal)
                    {
                        answers.GivePass(context, pass with { Used = now });
                    }

                    return Enter(context);
                case PassVerdict.TooFast:
                    metrics.TokenRefused("pass_rate");
                    RoomAnswers.TurnAway(context, Refusal.Shed, RoomAnswers.ForRate, StatusCodes.Status429TooManyRequests);
                    return false;
                default:
                    metrics.TokenRefused("pass_passed_on");
                    break;
            }
        }
        else if (RoomCookies.Of(context).Pass is not null)
        {
            metrics.TokenRefused("pass");
        }

        if (recent.Contain(visitor.Hash, now))
        {
            presence.Use(visitor.Hash);
            answers.GivePass(context, new Pass(now, now, visitor.Hash));
            return Enter(context);
        }

        var known = TicketOf(RoomCookies.Of(context).Ticket, now);
        if (kind != HitKind.PageView && known is null && !RoomAnswers.WantsJson(context.Request))
        {
            // A part of a page, or fetched ahead of being wanted: nobody waits for it.
            RoomAnswers.TurnAway(context, Refusal.Waiting, RoomAnswers.ForParts);
            return false;
        }

        var (ticket, isIn) = Queue(context, known, visitor, now);
        if (isIn)
        {
            return Enter(context);
        }

        metrics.SentToWait();
        await answers.WaitAsync(context, ticket, ToOf(context.Request), isPoll: false);
        return false;
    }

    /// <summary>Of the same ticket in several tabs, what the last of them was told; of two tickets the one in the address.</summary>
    private static Ticket? KnownTicket(Ticket? inAddress, Ticket? inCookie) => (inAddress, inCookie) switch
    {
        ({ } here, { } there) when here.Id == there.Id => here with
        {
            Counted = Math.Max(here.Counted, there.Counted),
            Before = Math.Min(here.Before ?? int.MaxValue, there.Before ?? int.MaxValue) is var fewest and < int.MaxValue ? fewest : null,
        },
        ({ } here, _) => here,
        _ => inCookie,
    };

    private static void Mark(HttpContext context, RoomEvent? happened)
    {
        if (happened is { } room)
        {
            context.Features.Set(new RoomMark(room));
        }
    }

    private static bool Enter(HttpContext context)
    {
        context.Features.Set(Entered.Instance);
        return true;
    }

    private bool TryLetIn(HttpContext context, in Ticket ticket, in Visitor visitor, DateTimeOffset now)
    {
        if (passes.Use(ticket.Id, visitor.Network, time.GetElapsedTime(_start)) != PassVerdict.Granted)
        {
            metrics.TokenRefused("ticket_passed_on");
            return false;
        }

        metrics.LetIn(now - ticket.Arrival);
        presence.Use(ticket.Id);
        answers.GivePass(context, new Pass(now, now, ticket.Id));
        if (RoomCookies.Of(context).Ticket is null)
        {
            // He sends no cookies back, and would wait again at his next page.
            recent.Note(visitor.Hash, now);
        }

        return true;
    }

    private bool HasPass(HttpContext context, in Visitor visitor, DateTimeOffset now) =>
        tokens.TryReadPass(RoomCookies.Of(context).Pass, now, out var pass)
        && passes.Use(pass.Id, visitor.Network, time.GetElapsedTime(_start)) == PassVerdict.Granted;

    private Ticket? TicketOf(string? text, DateTimeOffset now)
    {
        if (text is null)
        {
            return null;
        }

        if (tokens.TryReadTicket(text, now, out var ticket))
        {
            return ticket;
        }

        metrics.TokenRefused("ticket");
        return null;
    }

    /// <summary>Of a network that has taken all its places, those who come share one: they count as one, and have the passes of one.</summary>
    private Ticket NewTicket(in Visitor visitor, DateTimeOffset now)
    {
        metrics.Joined();
        var isOwn = visitor.Network == default || PrivateNetworks.Contain(_exempt, visitor.Network) || _quota.Take(visitor.Network, now);
        return new Ticket(clock.Arrive(), isOwn ? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) : recent.HashOf(visitor.Network, []));
    }

    private Visitor VisitorOf(HttpContext context)
    {
        // A client that can't be told counts as one of no network.
        var address = addresses.Resolve(context) ?? default;
        return new Visitor(address.Network, recent.HashOf(address, context.Request.Headers.UserAgent.ToString()));
    }

    /// <summary>Where he wanted to go; of one who sent something, the page it was sent from.</summary>
    private static string ToOf(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return ReturnPath.Of(request.Path.ToUriComponent() + request.QueryString.ToUriComponent());
        }

        return Uri.TryCreate(request.Headers.Referer.ToString(), UriKind.Absolute, out var from) && from.Authority == request.Host.ToUriComponent()
            ? ReturnPath.Of(from.PathAndQuery)
            : "/";
    }

    private readonly record struct Visitor(NetworkAddress Network, ulong Hash);

    /// <summary>Set as a feature of a request that was let in, so that it is asked once.</summary>
    private sealed class Entered
    {
        public static Entered Instance { get; } = new();
    }
}

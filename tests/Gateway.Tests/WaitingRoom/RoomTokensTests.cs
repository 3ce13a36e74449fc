using Affluence.Gateway.Delivery;
using Affluence.Gateway.WaitingRoom.Tokens;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;

namespace Affluence.Gateway.Tests.WaitingRoom;

public sealed class RoomTokensTests
{
    private static readonly DateTimeOffset Now = new(2016, 11, 9, 4, 0, 0, TimeSpan.Zero);
    private static readonly Ticket Ticket = new(Now.AddMinutes(-7), 0x0123456789abcdef, 1_234, 6);
    private static readonly Pass Pass = new(Now.AddMinutes(-30), Now.AddMinutes(-1), 0xfedcba9876543210);

    [Fact]
    public void WrittenTicketAndPass_ReadByAnotherGateway_AreTheSame()
    {
        var (here, there) = (Tokens("site"), Tokens("site"));

        Assert.True(there.TryReadTicket(here.Write(Ticket, Now), Now, out var ticket));
        Assert.True(there.TryReadPass(here.Write(Pass, Now), Now, out var pass));
        Assert.Equal((Ticket, Pass), (ticket, pass));
        Assert.True(there.TryReadTicket(here.Write(Ticket with { Before = null, Counted = 0 }, Now), Now, out ticket));
        Assert.Null(ticket.Before);
    }

    [Fact]
    public void AnyCharacterChanged_IsNoTicketAndNoPass()
    {
        var tokens = Tokens("site");
        var (ticket, pass) = (tokens.Write(Ticket, Now)!, tokens.Write(Pass, Now)!);

        Check.One(
            Config.QuickThrowOnFailure,
            Prop.ForAll(Gen.Choose(0, 1_000).ToArbitrary(), Gen.Elements("AZaz09-_=. é".ToCharArray()).ToArbitrary(), (at, character) =>
                !tokens.TryReadTicket(Altered(ticket, at, character), Now, out _) && !tokens.TryReadPass(Altered(pass, at, character), Now, out _)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("%00%00")]
    public void Nonsense_IsNeither(string text)
    {
        Assert.False(Tokens("site").TryReadTicket(text, Now, out _));
        Assert.False(Tokens("site").TryReadPass(text, Now, out _));
    }

    [Fact]
    public void OfAnotherSiteOrOfTheOtherKind_IsNone()
    {
        var tokens = Tokens("site");

        Assert.False(tokens.TryReadTicket(Tokens("other").Write(Ticket, Now), Now, out _));
        Assert.False(tokens.TryReadPass(Tokens("other").Write(Pass, Now), Now, out _));
        Assert.False(tokens.TryReadPass(tokens.Write(Ticket, Now), Now, out _));
        Assert.False(tokens.TryReadTicket(tokens.Write(Pass, Now), Now, out _));
    }

    [Fact]
    public void TimeGoesBy_TicketExpiresAfterADayAndPassAfterTenMinutesOrTwoHours()
    {
        var tokens = Tokens("site");
        var ticket = tokens.Write(Ticket, Now);

        Assert.True(tokens.TryReadTicket(ticket, Ticket.Arrival + TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1), out _));
        Assert.False(tokens.TryReadTicket(ticket, Ticket.Arrival + TimeSpan.FromHours(24), out _));
        Assert.False(tokens.TryReadTicket(ticket, Ticket.Arrival - TimeSpan.FromMinutes(1), out _));
        Assert.True(tokens.TryReadPass(tokens.Write(Pass, Now), Pass.Used + TimeSpan.FromSeconds(599), out _));
        Assert.False(tokens.TryReadPass(tokens.Write(Pass, Now), Pass.Used + TimeSpan.FromSeconds(600), out _));
        Assert.False(tokens.TryReadPass(tokens.Write(Pass with { Since = Now.AddHours(-2) }, Now), Now, out _));
    }

    [Fact]
    public void KeysRotateAtFour_WhoWaitsSinceBeforeKeepsHisPlaceAndIsGivenATicketOfTheNewKey()
    {
        var keys = Keys("site", []);
        var tokens = new RoomTokens(keys);
        Assert.Null(tokens.Write(Ticket, Now));
        keys.Update([IdentityOf(1, Now.AddDays(-1)), IdentityOf(2, Now)], Now.AddMinutes(-10));
        var ticket = tokens.Write(Ticket, Now.AddMinutes(-1))!;

        // The secret of the day that is over is forgotten an hour after its half hour; the key is not.
        keys.Update([IdentityOf(2, Now)], Now.AddHours(5));
        Assert.True(tokens.TryReadTicket(ticket, Now.AddHours(5), out var kept));
        Assert.Equal(Ticket.Arrival, kept.Arrival);
        var renewed = tokens.Write(kept, Now.AddHours(5))!;
        Assert.NotEqual(ticket, renewed);
        Assert.True(new RoomTokens(Keys("site", [IdentityOf(2, Now)])).TryReadTicket(renewed, Now.AddHours(5), out _));

        keys.Update([], Now.AddHours(25));
        Assert.False(tokens.TryReadTicket(ticket, Now.AddHours(5), out _));
    }

    [Fact]
    public void Check_AllocatesNothing()
    {
        var tokens = Tokens("site");
        var pass = tokens.Write(Pass, Now)!;
        tokens.TryReadPass(pass, Now, out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var check = 0; check < 100; check++)
        {
            tokens.TryReadPass(pass, Now, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string Altered(string token, int at, char character)
    {
        at %= token.Length;
        return token[..at] + (token[at] == character ? '~' : character) + token[(at + 1)..];
    }

    private static RoomTokens Tokens(string site) => new(Keys(site, [IdentityOf(1, Now.AddHours(-5))]));

    private static RoomKeys Keys(string site, VisitorIdentity[] identities)
    {
        var keys = new RoomKeys(Options.Create(new DeliveryOptions { SiteId = site }));
        keys.Update(identities, Now);
        return keys;
    }

    private static VisitorIdentity IdentityOf(int epoch, DateTimeOffset from) =>
        new((uint)epoch, [.. Enumerable.Repeat((byte)epoch, 32)], from, from.AddHours(24.5));
}

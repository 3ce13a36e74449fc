using Affluence.Gateway.Spool;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.Gateway.Tests.Spool;

public sealed class HitSealTests
{
    private static readonly Bucket Eleven = Bucket.Of(new DateTimeOffset(2016, 11, 9, 4, 0, 0, TimeSpan.Zero));
    private static readonly VisitorIdentity Today = IdentityOf(17_113, 1);

    [Fact]
    public void Hits_SealedAndOpened_AreTheSame() => Check.QuickThrowOnFailure(Prop.ForAll(
        Hits().ToArbitrary(), hits => HitSeal.Open(Today, HitSeal.Seal(Today, Eleven, hits)).SequenceEqual(hits)));

    [Fact]
    public void Hits_SealedTwice_ShareNoByteThatTells()
    {
        Hit[] hits = [new(Eleven, HitKind.PageView, HitOutcome.Served, NetworkAddress.FromIPv4(0xCB007101), "Quillfeather/7.31", default)];
        var (one, other) = (HitSeal.Seal(Today, Eleven, hits).Content, HitSeal.Seal(Today, Eleven, hits).Content);

        Assert.True(one.AsSpan().IndexOf(new byte[] { 0xCB, 0x00, 0x71, 0x01 }) < 0);
        Assert.True(one.AsSpan().IndexOf("Quill"u8) < 0);
        Assert.False(one.AsSpan(1).SequenceEqual(other.AsSpan(1)));
    }

    /// <summary>Nothing of it can be changed, cut off or put in another's place.</summary>
    [Fact]
    public void WhatWasChanged_IsRefused()
    {
        var sealedHits = HitSeal.Seal(Today, Eleven, [new Hit(Eleven, HitKind.Other, HitOutcome.Shed, null, "agent", default)]);
        IEnumerable<(VisitorIdentity, SealedHits)> wrong =
        [
            (IdentityOf(17_113, 2), sealedHits),
            (Today, sealedHits with { Bucket = Eleven.Next }),
            (Today, sealedHits with { Epoch = 17_114 }),
            (Today, sealedHits with { Hits = 2 }),
            (Today, sealedHits with { Content = [] }),
            (Today, sealedHits with { Content = sealedHits.Content[..^1] }),
            .. Enumerable.Range(0, sealedHits.Content.Length).Select(index => (Today, sealedHits with { Content = Flipped(sealedHits.Content, index) })),
        ];

        Assert.All(wrong, pair => Assert.Throws<InvalidDataException>(() => HitSeal.Open(pair.Item1, pair.Item2)));
    }

    private static byte[] Flipped(byte[] bytes, int index)
    {
        byte[] flipped = [.. bytes];
        flipped[index] ^= 1;
        return flipped;
    }

    private static VisitorIdentity IdentityOf(uint epoch, byte secret) =>
        new(epoch, [.. Enumerable.Repeat(secret, 32)], Eleven.Start.AddDays(-1), Eleven.Start.AddDays(1));

    /// <summary>As capture makes them: a user agent is Latin-1, and cut to its length.</summary>
    private static Gen<Hit[]> Hits() =>
        (from kind in Gen.Elements(Enum.GetValues<HitKind>())
         from outcome in Gen.Elements(Enum.GetValues<HitOutcome>())
         from high in Gen.Elements(0UL, 0x2a0b_ffff_1234_5678UL)
         from low in Gen.Choose(int.MinValue, int.MaxValue)
         from flags in Gen.Choose(0, 3)
         from source in Gen.Elements<AnswerSource?>(null, AnswerSource.Site, AnswerSource.Cache, AnswerSource.StaleCache)
         from room in Gen.Elements<RoomEvent?>(null, new RoomEvent(RoomEventKind.Joined, 24_640_080, 0), new RoomEvent(RoomEventKind.LetIn, 24_640_080, RoomEvent.LongestWait))
         from letters in Gen.Choose(0, 255).Select(code => (char)code).ArrayOf()
         let agent = new string(letters, 0, Math.Min(letters.Length, VisitorHasher.MaxUserAgentLength))
         select new Hit(Eleven, kind, outcome, (flags & 1) == 0 ? null : new NetworkAddress(high, (ulong)low), agent, default, (flags & 2) != 0, source, room)).ArrayOf();
}

using System.Text;
using Affluence.Counter.Tests.Store;
using Affluence.Counter.V1;
using Affluence.Testing;
using Affluence.Testing.Stores;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.Counter.Tests.Identity;

[Trait("Category", "Integration")]
public sealed class IdentitySecretsTests
{
    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task GetIdentities_OfConcurrentFirstCallers_GivesAllTheSameSecret(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        using var keys = new TemporaryDirectory();
        await using var one = await CounterHost.StartAsync(store.ConnectionString, new FakeTimeProvider(Night.Eleven), keys: keys.Path);
        await using var other = await CounterHost.StartAsync(store.ConnectionString, new FakeTimeProvider(Night.Eleven), keys: keys.Path);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(caller => (caller % 2 == 0 ? one : other).GetIdentitiesAsync()));

        var identity = Assert.Single(answers.SelectMany(identities => identities).Distinct());
        Assert.Equal((Night.Epoch, 32), (identity.Epoch, identity.Secret.Length));
        Assert.Equal(new DateTimeOffset(2016, 11, 8, 9, 0, 0, TimeSpan.Zero).ToTimestamp(), identity.ValidFrom);
        Assert.Equal(new DateTimeOffset(2016, 11, 9, 9, 30, 0, TimeSpan.Zero).ToTimestamp(), identity.ValidUntil);
        Assert.Single(Directory.GetFiles(keys.Path));
    }

    [Theory]
    [InlineData(-61, new[] { 17113u })]
    [InlineData(-60, new[] { 17113u, 17114u })]
    [InlineData(0, new[] { 17113u, 17114u })]
    [InlineData(29, new[] { 17113u, 17114u })]
    [InlineData(30, new[] { 17114u })]
    public async Task GetIdentities_AroundARotation_GivesThoseNeededNowAndWithinTheHour(int minutes, uint[] epochs)
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        var rotation = new DateTimeOffset(2016, 11, 9, 9, 0, 0, TimeSpan.Zero);
        await using var host = await CounterHost.StartAsync(store.ConnectionString, new FakeTimeProvider(rotation.AddMinutes(minutes)));

        var identities = await host.GetIdentitiesAsync();

        Assert.Equal(epochs, identities.Select(identity => identity.Epoch));
        Assert.All(identities, identity => Assert.Equal(32, identity.Secret.Length));
        Assert.Equal(identities, await host.GetIdentitiesAsync());
    }

    /// <summary>A store that lost its memory goes on with the secret that the writers have; one that has not, with its own.</summary>
    [Fact]
    public async Task GetIdentities_WithOneKnown_GivesItBackUnlessTheStoreHasAnother()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(store.ConnectionString, new FakeTimeProvider(Night.Eleven));
        GetIdentitiesRequest Knowing(byte secret) =>
            new() { Known = { new KnownIdentity { Epoch = Night.Epoch, Secret = ByteString.CopyFrom([.. Enumerable.Repeat(secret, 32)]) } } };

        var first = await host.Identities.GetIdentitiesAsync(Knowing(1));
        var second = await host.Identities.GetIdentitiesAsync(Knowing(2));

        Assert.All(Assert.Single(first.Identities).Secret, letter => Assert.Equal(1, letter));
        Assert.Equal(first, second);
    }

    /// <summary>Whoever asks first of a store that lost its memory, and knows no secret, must not have another made.</summary>
    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task GetIdentities_OfAStoreThatWasCleared_GivesWhatWasHandedOutBefore(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var raw = await RawStore.ConnectAsync(store);
        await using var host = await CounterHost.StartAsync(store.ConnectionString, new FakeTimeProvider(Night.Eleven));

        var before = await host.GetIdentitiesAsync();
        await raw.FlushAsync();

        Assert.Equal(before, await host.GetIdentitiesAsync());
    }

    [Fact]
    public async Task GetIdentities_KnownSecretOfAnotherLength_IsInvalid()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(store.ConnectionString, new FakeTimeProvider(Night.Eleven));
        var request = new GetIdentitiesRequest { Known = { new KnownIdentity { Epoch = Night.Epoch, Secret = ByteString.CopyFrom(1, 2, 3) } } };

        var exception = await Assert.ThrowsAsync<RpcException>(async () => await host.Identities.GetIdentitiesAsync(request));

        Assert.Equal((StatusCode.InvalidArgument, "known[0].secret: 3 bytes, but must be 32"), (exception.StatusCode, exception.Status.Detail));
    }

    [Fact]
    public async Task GetIdentities_OfADayThatIsOver_MakesNoSecret()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await CounterHost.StartAsync(store.ConnectionString, new FakeTimeProvider(Night.Eleven));

        var identity = Assert.Single(await host.GetIdentitiesAsync(Night.Eleven.AddDays(-7)));

        Assert.Equal((Night.Epoch - 7, 0), (identity.Epoch, identity.Secret.Length));
    }

    [Theory]
    [InlineData(-61)]
    [InlineData(-60)]
    [InlineData(29)]
    [InlineData(30)]
    public async Task GetIdentityDays_AroundARotation_GivesTheDaysOfTheIdentitiesAndMakesNoSecret(int minutes)
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var raw = await RawStore.ConnectAsync(store);
        var rotation = new DateTimeOffset(2016, 11, 9, 9, 0, 0, TimeSpan.Zero);
        await using var host = await CounterHost.StartAsync(store.ConnectionString, new FakeTimeProvider(rotation.AddMinutes(minutes)));

        var days = (await host.Identities.GetIdentityDaysAsync(new GetIdentityDaysRequest())).Days;
        Assert.Empty(await raw.KeysAsync("a1:{identity}:*"));

        Assert.Equal(
            (await host.GetIdentitiesAsync()).Select(identity => (identity.Epoch, identity.ValidFrom, identity.ValidUntil)),
            days.Select(day => (day.Epoch, day.ValidFrom, day.ValidUntil)));
    }

    [Fact]
    public async Task Secret_WhoseDeletionWasCutShort_IsDeletedAgain()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, RedisServer.MissingReason);
        await using var store = await StoreServer.StartAsync(StoreKind.Redis, persistent: true);
        await using var raw = await RawStore.ConnectAsync(store);
        var secret = Encoding.ASCII.GetBytes("a secret that only the log still has");

        // What a crash between the deletion and the rewriting of the log leaves behind.
        await raw.Database.StringSetAsync("a1:{identity}:secret:17000", secret);
        await raw.Database.KeyDeleteAsync("a1:{identity}:secret:17000");
        await raw.Database.SortedSetAddAsync("a1:{identity}:epochs", 17000, 1_468_000_000);
        await Eventually.TrueAsync(() => Bytes.AreIn(store.Folders, secret), () => "The secret does not come to the disk.");

        await using var host = await CounterHost.StartAsync(store.ConnectionString);

        await Eventually.TrueAsync(
            async () => await raw.Database.SortedSetLengthAsync("a1:{identity}:epochs") == 0, () => "The epoch is not forgotten.");
        Assert.False(Bytes.AreIn(store.Folders, secret));
    }
}

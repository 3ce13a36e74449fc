using System.Text;
using Affluence.Counter.Tests.Store;
using Affluence.Counter.V1;
using Affluence.ServiceDefaults;
using Affluence.Testing;
using Affluence.Testing.Stores;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.Counter.Tests.Identity;

/// <summary>The day's secret is in the store under a key that is not, and gone with that key wherever the store was copied to.</summary>
public sealed class IdentityKeyTests : IDisposable
{
    private const string SealedKey = "a1:{identity}:sealed:17113";
    private const string ClearKey = "a1:{identity}:secret:17113";

    private static readonly DateTimeOffset ValidUntil = new(2016, 11, 9, 9, 30, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Due = new(2016, 11, 11, 9, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _keys = new();
    private readonly FakeTimeProvider _clock = new(Night.Eleven);

    public void Dispose() => _keys.Dispose();

    [Theory, MemberData(nameof(OnEveryStore.KindsAndCluster), MemberType = typeof(OnEveryStore))]
    public async Task Secret_FromItsDayToFortyEightHoursAfterIt_IsInNoByteOnDiskAndInTheEndNoKeyIs(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind, persistent: true);
        byte[] secret, key;
        await using (var host = await StartAsync(store))
        {
            secret = await SecretAsync(host);
            key = await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(_keys.Path)), TestContext.Current.CancellationToken);
            await host.RecordAsync(Night.Record(Night.Eleven.AddSeconds(-10), Night.Served("CA", Night.Visitors(0, 100))));
        }

        // What a thief or a backup has of the day itself: all of the store, and nothing else.
        await store.StopAsync();
        var backup = Bytes.ReadAll(store.Folders);
        Assert.Contains(backup, file => Bytes.AreIn(file, Encoding.ASCII.GetBytes(SealedKey)));
        Assert.DoesNotContain(backup, file => Bytes.AreIn(file, secret) || Bytes.AreIn(file, key));

        await store.StartAsync();
        byte[] sealedSecret;
        await using (var host = await StartAsync(store))
        {
            await using var raw = await RawStore.ConnectAsync(store);
            Assert.Equal(secret, await Eventually.SucceedsAsync(() => SecretAsync(host)));
            sealedSecret = (byte[])(await raw.Database.StringGetAsync(SealedKey))!;
            _clock.Advance(Due - TimeSpan.FromMinutes(1) - _clock.GetUtcNow());
            Assert.Equal(secret, await SecretAsync(host));

            await AdvanceUntilAsync(async () => (await raw.KeysAsync("a1:{identity}:*")).Count == 0);
            Assert.Empty(await SecretAsync(host));
            Assert.DoesNotContain(Directory.GetFiles(_keys.Path), file => Path.GetFileName(file).StartsWith("17113-", StringComparison.Ordinal));
        }

        await store.StopAsync();
        Assert.DoesNotContain(Bytes.ReadAll([.. store.Folders, _keys.Path]), file => Bytes.AreIn(file, secret) || Bytes.AreIn(file, key));

        // The backup put back, on the night itself: nobody can open it any more.
        await store.StartAsync();
        _clock.SetUtcNow(Due + TimeSpan.FromHours(1));
        await using (var raw = await RawStore.ConnectAsync(store))
        {
            Assert.True(await raw.Database.StringSetAsync(SealedKey, sealedSecret));
        }

        await using var late = await CounterHost.StartAsync(store.ConnectionString, new FakeTimeProvider(Night.Eleven), keys: _keys.Path);
        await Eventually.FailsAsync(() => SecretAsync(late), StatusCode.FailedPrecondition);
        var error = await Assert.ThrowsAsync<RpcException>(() => SecretAsync(late));
        Assert.Contains(SealedKey, error.Status.Detail, StringComparison.Ordinal);
    }

    /// <summary>Without its key a secret that is in the store can be had from memory alone: so it is seen when memory has it no more.</summary>
    [Fact]
    public async Task Secret_WhenItIsValidNoMore_IsForgottenByTheCounter()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await StartAsync(store);
        var secret = await SecretAsync(host);
        File.Delete(Assert.Single(Directory.GetFiles(_keys.Path)));

        _clock.Advance(ValidUntil - TimeSpan.FromSeconds(1) - _clock.GetUtcNow());
        Assert.Equal(secret, await SecretAsync(host));

        _clock.Advance(TimeSpan.FromMinutes(1));
        await Eventually.FailsAsync(() => SecretAsync(host), StatusCode.FailedPrecondition);
    }

    [Fact]
    public async Task Keys_WhoseDayIsPast_AreDestroyedThoughTheStoreIsAway()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var host = await StartAsync(store);
        await SecretAsync(host);
        Assert.Single(Directory.GetFiles(_keys.Path));
        await store.StopAsync();

        _clock.Advance(Due - _clock.GetUtcNow());

        await AdvanceUntilAsync(() => Task.FromResult(Directory.GetFiles(_keys.Path).Length == 0));
    }

    [Fact]
    public async Task Keys_WhoseDayPassedWhileNoCounterRan_AreDestroyedAtTheNextStart()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using (var host = await StartAsync(store))
        {
            await SecretAsync(host);
        }

        _clock.Advance(Due - _clock.GetUtcNow());
        await using var next = await StartAsync(store);

        await Eventually.TrueAsync(() => Directory.GetFiles(_keys.Path).Length == 0, () => "The keys are not destroyed.");
    }

    [Theory, MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task Counter_WithoutTheKeyOfARunningDay_RefusesToMakeAnotherIdentityUntilAWriterGivesItBack(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind);
        await using var raw = await RawStore.ConnectAsync(store);
        await using var host = await StartAsync(store);
        var secret = await SecretAsync(host);
        var before = await raw.Database.StringGetAsync(SealedKey);
        using var otherKeys = new TemporaryDirectory();

        await using (var other = await CounterHost.StartAsync(store.ConnectionString, _clock, keys: otherKeys.Path))
        {
            var error = await Assert.ThrowsAsync<RpcException>(() => SecretAsync(other));
            Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
            Assert.All(["epoch 17113", otherKeys.Path, "Counter:Identity:KeyDirectory", SealedKey], word => Assert.Contains(word, error.Status.Detail, StringComparison.Ordinal));
            Assert.StartsWith("Degraded", await HealthAsync(other), StringComparison.Ordinal);
            await Assert.ThrowsAsync<RpcException>(() => SecretAsync(other, known: new byte[32]));
            Assert.Equal(before, await raw.Database.StringGetAsync(SealedKey));

            // What needs no secret goes on.
            await other.RecordAsync(Night.Record(Night.Eleven.AddSeconds(-10), Night.Served("CA", 1)));

            Assert.Equal(secret, await SecretAsync(other, known: secret));
            Assert.Equal(secret, await SecretAsync(other));
            Assert.StartsWith("Healthy", await HealthAsync(other), StringComparison.Ordinal);
        }

        await using var again = await CounterHost.StartAsync(store.ConnectionString, _clock, keys: otherKeys.Path);
        Assert.Equal(secret, await SecretAsync(again));

        // The first one has lost its key by now, and not the secret.
        Assert.Equal(secret, await SecretAsync(host));
        Assert.StartsWith("Degraded", await HealthAsync(host), StringComparison.Ordinal);
    }

    /// <summary>A day that has not begun is another counter's to hand out; the present one's identity must not wait for it.</summary>
    [Fact]
    public async Task Counter_WithoutTheKeyOfTomorrow_HandsOutToday()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var raw = await RawStore.ConnectAsync(store);
        await using var host = await StartAsync(store);
        await SecretAsync(host);
        _clock.SetUtcNow(new DateTimeOffset(2016, 11, 9, 8, 30, 0, TimeSpan.Zero));
        Assert.Equal(2, (await host.GetIdentitiesAsync()).Count);
        File.Delete(Assert.Single(Directory.GetFiles(_keys.Path, "17114-*")));

        await using var other = await StartAsync(store);

        Assert.Equal(Night.Epoch, Assert.Single(await other.GetIdentitiesAsync()).Epoch);
    }

    [Theory, MemberData(nameof(OnEveryStore.Kinds), MemberType = typeof(OnEveryStore))]
    public async Task ClearSecret_OfAnEarlierVersion_StaysTheDaysSecretAndLeavesTheStore(StoreKind kind)
    {
        await using var store = await StoreServer.StartAsync(kind, persistent: true);
        await using var raw = await RawStore.ConnectAsync(store);
        var secret = Encoding.ASCII.GetBytes("a secret of thirty-two letters..");
        await raw.Database.SortedSetAddAsync("a1:{identity}:epochs", 17113, Due.ToUnixTimeSeconds());
        await raw.Database.StringSetAsync(ClearKey, secret);

        await using var host = await StartAsync(store);

        Assert.Equal(secret, await SecretAsync(host));
        await Eventually.TrueAsync(
            async () => !await raw.Database.KeyExistsAsync(ClearKey) && (kind == StoreKind.Garnet || !Bytes.AreIn(store.Folders, secret)),
            () => "The secret in clear is not gone.");
        Assert.Equal(secret, await SecretAsync(host));
    }

    [Fact]
    public async Task Value_ThatWasTamperedWith_IsNoSecret()
    {
        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        await using var raw = await RawStore.ConnectAsync(store);
        await using var host = await StartAsync(store);
        await SecretAsync(host);
        var tampered = (byte[])(await raw.Database.StringGetAsync(SealedKey))!;
        tampered[^20] ^= 1;
        await raw.Database.StringSetAsync(SealedKey, tampered);

        Assert.Equal(StatusCode.Internal, (await Assert.ThrowsAsync<RpcException>(() => SecretAsync(host))).StatusCode);
    }

    [Fact]
    public async Task Folder_ThatCantBeWritten_IsRefusedAtTheStart()
    {
        var file = _keys.File("a file");
        await File.WriteAllTextAsync(file, "no folder", TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<InvalidSettingException>(() => CounterHost.StartAsync("127.0.0.1:1", keys: file));

        Assert.StartsWith($"Counter:Identity:KeyDirectory is '{file}', where no key can be kept: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FolderAndKeys_AreForTheirOwnerOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes of files.");
            return;
        }

        await using var store = await StoreServer.StartAsync(StoreKind.Garnet);
        var open = Directory.CreateDirectory(_keys.File("open"), (UnixFileMode)0b111_111_101).FullName;

        await using var host = await CounterHost.StartAsync(store.ConnectionString, _clock, keys: open);
        await SecretAsync(host);

        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(open));
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(Assert.Single(Directory.GetFiles(open))));
    }

    private Task<CounterHost> StartAsync(StoreServer store) => CounterHost.StartAsync(store.ConnectionString, _clock, keys: _keys.Path);

    private static async Task<byte[]> SecretAsync(CounterHost host, byte[]? known = null)
    {
        var request = new GetIdentitiesRequest { At = Night.Eleven.ToTimestamp() };
        if (known is not null)
        {
            request.Known.Add(new KnownIdentity { Epoch = Night.Epoch, Secret = ByteString.CopyFrom(known) });
        }

        var answer = await host.Identities.GetIdentitiesAsync(request, cancellationToken: TestContext.Current.CancellationToken);
        return Assert.Single(answer.Identities).Secret.ToByteArray();
    }

    private static async Task<string> HealthAsync(CounterHost host)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri(host.Management, "/health"), TestContext.Current.CancellationToken);
    }

    /// <summary>The keeper waits for its own clock in small steps, so time goes on until it is done.</summary>
    private Task AdvanceUntilAsync(Func<Task<bool>> condition) => Eventually.TrueAsync(
        () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(30));
            return condition();
        },
        () => $"It is not so by {_clock.GetUtcNow()}.");
}

using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Affluence.ServiceDefaults;
using Affluence.Testing;
using Affluence.Testing.Stores;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.Counter.Tests.Store;

/// <summary>A store that can't be reached is told by its reason, in the log and in health; what can be known at the start is refused there.</summary>
public sealed class WrongStoreTests
{
    private const string Setting = "ConnectionStrings:redis";

    public static IEnumerable<TheoryDataRow<string, string>> OnPort =>
    [
        new("127.0.0.1:{0}", "127.0.0.1:{0} asks for a password, and " + Setting + " has none"),
        new("redis://127.0.0.1:{0}", "127.0.0.1:{0} asks for a password, and " + Setting + " has none"),
        new("127.0.0.1:{0},password=wrong", "127.0.0.1:{0} refuses the password of " + Setting),
        new("redis://:wrong@127.0.0.1:{0}", "127.0.0.1:{0} refuses the password of " + Setting),
        new("redis://alice:wrong@127.0.0.1:{0}", "127.0.0.1:{0} refuses the password of " + Setting + ", or its user"),
        new("rediss://:right@127.0.0.1:{0}", "127.0.0.1:{0} speaks no TLS, which " + Setting + " asks for (ssl=true, or a URL of rediss)"),
        new("127.0.0.1:{0},password=right,ssl=true", "127.0.0.1:{0} speaks no TLS, which " + Setting + " asks for (ssl=true, or a URL of rediss)"),
    ];

    [Theory, MemberData(nameof(OnPort))]
    public async Task Store_WithAPassword_ReachedInAWrongWay_IsToldByTheReason(string address, string reason)
    {
        await using var store = new GarnetServer(persistent: false, "right");
        await store.StartAsync();

        await AssertReasonAsync(At(address, store.Port), At(reason, store.Port));
    }

    [Fact]
    public async Task Store_OfAnUnknownHost_IsToldByItsName() =>
        await AssertReasonAsync("redis://no-such-host.invalid:6380", "the host is unknown: no name server knows no-such-host.invalid:6380");

    [Fact]
    public async Task Store_OnAClosedPort_IsToldByItsPort()
    {
        var port = FreePort.Next();

        await AssertReasonAsync(At("127.0.0.1:{0}", port), At("nobody listens on 127.0.0.1:{0}", port));
    }

    [Fact]
    public async Task Server_ThatSpeaksTlsAlone_IsToldToDoSo()
    {
        using var certificate = NewCertificate();
        await using var server = new Listener(async stream =>
        {
            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(certificate);
            await tls.ReadExactlyAsync(new byte[1]);
        });

        await AssertReasonAsync(
            At("127.0.0.1:{0}", server.Port), At("127.0.0.1:{0} speaks TLS alone: " + Setting + " needs ssl=true, or to be a URL of rediss", server.Port));
        await AssertReasonAsync(At("rediss://127.0.0.1:{0}", server.Port), At("the certificate of 127.0.0.1:{0} is not accepted: ", server.Port));
    }

    [Fact]
    public async Task Server_ThatIsNoRedis_IsToldToBeNone()
    {
        await using var server = new Listener(async stream =>
        {
            await stream.ReadExactlyAsync(new byte[1]);
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        });

        await AssertReasonAsync(At("127.0.0.1:{0}", server.Port), At("what listens on 127.0.0.1:{0} is no Redis", server.Port));
    }

    /// <summary>It is looked at every five seconds, and would fill the log in a night.</summary>
    [Fact]
    public async Task Store_ThatStaysAwayForTheSameReason_IsLoggedOnce()
    {
        var looks = 0;
        await using var server = new Listener(async stream =>
        {
            await stream.ReadExactlyAsync(new byte[1]);
            Interlocked.Increment(ref looks);
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        });
        var clock = new FakeTimeProvider(Night.Eleven);
        await using var host = await CounterHost.StartAsync(At("127.0.0.1:{0}", server.Port), clock, settings: ("Counter:StoreTimeout", "00:00:02"));
        await Eventually.TrueAsync(() => Told().Length > 0, () => "It is not logged.");

        var before = Volatile.Read(ref looks);
        await Eventually.TrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(5));
                return Volatile.Read(ref looks) >= before + 5;
            },
            () => $"It was looked at {Volatile.Read(ref looks)} times.");

        Assert.Single(Told());

        string[] Told() => [.. host.Log.GetSnapshot().Select(entry => entry.Message).Where(message => message.StartsWith("The store is away", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task Store_WithAUserWhoMayTooLittle_IsToldByWhatHeMayNot()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, RedisServer.MissingReason);
        await using var store = new RedisServer(persistent: false, "--user", "alice", "on", ">wonder", "~*", "+@read");
        await store.StartAsync();

        await AssertReasonAsync(At("redis://alice:wonder@127.0.0.1:{0}", store.Port), "the user of " + Setting + " may not do what the counter needs: ");
    }

    [Theory]
    [InlineData("redis://:{1}@127.0.0.1:{0}")]
    [InlineData("valkey://:{1}@127.0.0.1:{0}/")]
    [InlineData("redis://default:{1}@localhost:{0}/0")]
    [InlineData("redis://{1}@127.0.0.1:{0}")]
    public async Task Store_ByAUrl_IsReached(string url)
    {
        await using var store = new GarnetServer(persistent: false, "p@ss/w:rd?1");
        await store.StartAsync();

        await using var host = await CounterHost.StartAsync(
            string.Format(CultureInfo.InvariantCulture, url, store.Port, Uri.EscapeDataString("p@ss/w:rd?1")));

        await Eventually.SucceedsAsync(() => host.RecordAsync(Night.Record(Night.Eleven.AddSeconds(-10), Night.Served("CA", 1))));
    }

    [Theory]
    [InlineData("http://127.0.0.1:6379", Setting + " is a URL of scheme http, and must be redis, rediss, valkey or valkeys.")]
    [InlineData("redis://", Setting + " is no URL of the form redis[s]://[[user]:password@]host[:port][/database].")]
    [InlineData("redis://:hunter2@host:port", Setting + " is no URL of the form redis[s]://[[user]:password@]host[:port][/database].")]
    [InlineData("redis://:hunter2@host:99999", Setting + " is no URL of the form redis[s]://[[user]:password@]host[:port][/database].")]
    [InlineData("redis://:hunter2@host/first", Setting + " names a database that is no number.")]
    [InlineData("redis://:hunter2@host?ssl=true", Setting + " has something behind the database, and must be of the form ")]
    [InlineData("password=hunter2", Setting + " names no server, for example 127.0.0.1:6379.")]
    [InlineData("127.0.0.1:99999", Setting + " is no StackExchange.Redis connection string, for example 127.0.0.1:6379, and no URL, for example redis://127.0.0.1:6379.")]
    public async Task Address_ThatCantBe_IsRefusedAtTheStartWithoutRepeatingIt(string address, string message)
    {
        var error = await Assert.ThrowsAsync<InvalidSettingException>(() => CounterHost.StartAsync(address));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    private static string At(string text, int port) => string.Format(CultureInfo.InvariantCulture, text, port);

    private static async Task AssertReasonAsync(string address, string reason)
    {
        await using var host = await CounterHost.StartAsync(address, settings: ("Counter:StoreTimeout", "00:00:02"));
        using var client = new HttpClient();
        var health = string.Empty;
        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await client.GetAsync(new Uri(host.Management, "/health/reasons"), TestContext.Current.CancellationToken);
                health = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                return health.StartsWith($"Unhealthy\nstore: the store can't be reached: {reason}", StringComparison.Ordinal)
                    && health.Contains(Setting, StringComparison.Ordinal);
            },
            () => $"health is {health}");
        Assert.Contains(host.Log.GetSnapshot(), entry => entry.Message.StartsWith($"The store is away ({reason}", StringComparison.Ordinal));
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }

    /// <summary>Does the same with each connection, and then closes it.</summary>
    private sealed class Listener : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Task _serving;

        public Listener(Func<NetworkStream, Task> serve)
        {
            _listener.Start();
            _serving = ServeAsync(serve);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public async ValueTask DisposeAsync()
        {
            _listener.Dispose();
            await _serving;
        }

        private async Task ServeAsync(Func<NetworkStream, Task> serve)
        {
            while (true)
            {
                try
                {
                    var client = await _listener.AcceptTcpClientAsync();
                    _ = ServeAsync(client, serve);
                }
                catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
                {
                    return; // Stopped.
                }
            }
        }

        private static async Task ServeAsync(TcpClient client, Func<NetworkStream, Task> serve)
        {
            using (client)
            {
                try
                {
                    await serve(client.GetStream());
                }
                catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
                {
                    // Whoever asks may go away at any time.
                }
            }
        }
    }
}

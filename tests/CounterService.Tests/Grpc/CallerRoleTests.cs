using Affluence.Counter.V1;
using Affluence.ServiceDefaults.Credentials;
using Affluence.Testing.Stores;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.Counter.Tests.Grpc;

/// <summary>Who may call what of the counter. Roles are told apart: the credential of one opens nothing of another.</summary>
[Trait("Category", "Integration")]
public sealed class CallerRoleTests : IAsyncLifetime
{
    private const string Ingest = "a3f1c9e07b5d48261f0c9ab7e4d35826";
    private const string NextIngest = "7158809cf4f3c2b7e151628aed2a6abf";
    private const string Identity = "5d48261f0c9ab7e4d35826a3f1c9e07b";
    private const string Query = "e151628aed2a6abf7158809cf4f3c2b7";
    private const string Stranger = "00112233445566778899aabbccddeeff";

    private static readonly (string Key, string Value)[] Tokens =
    [
        ("Credentials:Ingest:Tokens:0", Ingest), ("Credentials:Ingest:Tokens:1", NextIngest),
        ("Credentials:Identity:Tokens:0", Identity),
        ("Credentials:Query:Tokens:0", Query),
    ];

    private static readonly Dictionary<string, Func<CounterHost, CallOptions, Task>> Calls = new()
    {
        ["Record"] = (host, options) => host.Counter.RecordAsync(Night.Record(Night.Eleven.AddSeconds(-20)), options).ResponseAsync,
        ["GetWindow"] = (host, options) => host.Counter.GetWindowAsync(Night.Window(Night.Eleven), options).ResponseAsync,
        ["WatchWindow"] = async (host, options) =>
        {
            using var call = host.Counter.WatchWindow(new WatchWindowRequest(), options);
            Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        },
        ["RetractSource"] = async (host, options) =>
        {
            // Nothing of it is held, which those who are let in are told.
            var refusal = await Assert.ThrowsAsync<RpcException>(() => host.Counter.RetractSourceAsync(new RetractSourceRequest { Source = "never" }, options).ResponseAsync);
            if (refusal.StatusCode != StatusCode.FailedPrecondition)
            {
                throw refusal;
            }
        },
        ["ListTouchedMinutes"] = (host, options) => host.Counter.ListTouchedMinutesAsync(new ListTouchedMinutesRequest(), options).ResponseAsync,
        ["GetIdentities"] = (host, options) => host.Identities.GetIdentitiesAsync(new GetIdentitiesRequest(), options).ResponseAsync,
        ["GetIdentityDays"] = (host, options) => host.Identities.GetIdentityDaysAsync(new GetIdentityDaysRequest(), options).ResponseAsync,
        ["AddPurges"] = (host, options) => host.Purges.AddPurgesAsync(
            new() { Purges = { new Affluence.Cache.V1.Purge { Scope = Affluence.Cache.V1.PurgeScope.All, At = Night.Eleven.ToTimestamp() } } }, options).ResponseAsync,
        ["ListPurges"] = (host, options) => host.Purges.ListPurgesAsync(new(), options).ResponseAsync,
        ["Exchange"] = (host, options) => host.Admission.ExchangeAsync(new() { WriterId = "gateway-1" }, options).ResponseAsync,
        ["GetRoom"] = (host, options) => host.Admission.GetRoomAsync(new(), options).ResponseAsync,
        ["ListArrivals"] = (host, options) => host.Admission.ListArrivalsAsync(
            new() { From = Night.Eleven.AddHours(-1).ToTimestamp(), To = Night.Eleven.ToTimestamp(), AsOf = Night.Eleven.ToTimestamp() }, options).ResponseAsync,
        ["Health"] = (host, options) => new Health.HealthClient(host.Channel).CheckAsync(new HealthCheckRequest(), options).ResponseAsync,
    };

    private StoreServer? _store;

    public async ValueTask InitializeAsync() => _store = await StoreServer.StartAsync(StoreKind.Garnet);

    public async ValueTask DisposeAsync() => await _store!.DisposeAsync();

    [Theory]
    [InlineData("Record", new[] { Ingest, NextIngest })]
    [InlineData("GetWindow", new[] { Query })]
    [InlineData("WatchWindow", new[] { Query })]
    [InlineData("ListTouchedMinutes", new[] { Query, Ingest, NextIngest })]
    [InlineData("RetractSource", new[] { Ingest, NextIngest })]
    [InlineData("GetIdentities", new[] { Identity })]
    [InlineData("GetIdentityDays", new[] { Ingest, NextIngest })]
    [InlineData("AddPurges", new[] { Identity })]
    [InlineData("ListPurges", new[] { Identity })]
    [InlineData("Exchange", new[] { Ingest, NextIngest })]
    [InlineData("GetRoom", new[] { Query })]
    [InlineData("ListArrivals", new[] { Query })]
    [InlineData("Health", new[] { Ingest, NextIngest, Identity, Query, Stranger, "" })]
    public async Task Method_ByTheTokenSent_AnsweredOrUnauthenticated(string method, string[] letIn)
    {
        await using var host = await StartAsync(callersFrom: null, Tokens);

        var answered = new List<string>();
        foreach (var token in (string[])[Query, Ingest, NextIngest, Identity, Stranger, ""])
        {
            if (await IsAnsweredAsync(host, method, token))
            {
                answered.Add(token);
            }
        }

        Assert.Equal(letIn.Order(), answered.Order());
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("192.0.2.1", false)]
    [InlineData("fd00::1", false)]
    public async Task Methods_NoTokenConfigured_OpenToThisMachineOnly(string? callersFrom, bool answered)
    {
        await using var host = await StartAsync(callersFrom);

        foreach (var method in Calls.Keys.Except(["Health"]))
        {
            // With the token that the counter made for the method's role, which a process of this machine can read.
            Assert.Equal((method, answered), (method, await IsAnsweredAsync(host, method, token: "")));
            Assert.False(await IsAnsweredAsync(host, method, Stranger), method);
        }

        Assert.True(await IsAnsweredAsync(host, "Health", token: ""));
    }

    /// <summary>A method that is added and forgotten here fails, and is not open.</summary>
    [Fact]
    public async Task EveryMethod_OfTheCountersServices_NeedsARole()
    {
        await using var host = await StartAsync(callersFrom: null);
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints;

        var methods = endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.ServiceName.StartsWith("affluence.", StringComparison.Ordinal) == true)
            .ToDictionary(
                endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()!.Method.Name,
                endpoint => endpoint.Metadata.GetMetadata<RequiresCredentialAttribute>()?.Roles.Count ?? 0);

        Assert.Equal(Calls.Keys.Except(["Health"]).Order(), methods.Keys.Order());
        Assert.All(methods.Values, roles => Assert.InRange(roles, 1, 2));
    }

    [Fact]
    public async Task Refused_NothingIsRecordedAndNoSecretMade()
    {
        await using var raw = await Store.RawStore.ConnectAsync(_store!);
        await using var host = await StartAsync(callersFrom: null, Tokens);

        Assert.False(await IsAnsweredAsync(host, "Record", Query));
        Assert.False(await IsAnsweredAsync(host, "GetIdentities", Ingest));

        Assert.DoesNotContain(await raw.KeysAsync(), key => !key.StartsWith("a1:{store}", StringComparison.Ordinal) && !key.StartsWith("a1:{probe}", StringComparison.Ordinal));
    }

    private Task<CounterHost> StartAsync(string? callersFrom, params (string Key, string Value)[] settings) =>
        CounterHost.StartAsync(_store!.ConnectionString, new FakeTimeProvider(Night.Eleven), callersFrom: callersFrom, settings: settings);

    private static async Task<bool> IsAnsweredAsync(CounterHost host, string method, string token)
    {
        var headers = new Metadata();
        if (token.Length > 0)
        {
            headers.Add("authorization", $"Bearer {token}");
        }

        try
        {
            await Calls[method](host, new CallOptions(headers, cancellationToken: TestContext.Current.CancellationToken));
            return true;
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.Unauthenticated)
        {
            Assert.Contains("Credentials:", exception.Status.Detail, StringComparison.Ordinal);
            return false;
        }
    }
}

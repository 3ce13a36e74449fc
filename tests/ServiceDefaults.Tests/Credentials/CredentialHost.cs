using System.Net;
using Affluence.ServiceDefaults;
using Affluence.ServiceDefaults.Credentials;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.Tests.Credentials;

/// <summary>A service on a real socket whose <c>/operate</c> needs an operator and whose <c>/record</c> a writer.</summary>
internal sealed class CredentialHost : IAsyncDisposable
{
    public const string OneToken = "a3f1c9e07b5d48261f0c9ab7e4d35826";
    public const string OtherToken = "Zm9vYmFy-2b7e151628aed2a6abf7158809cf4f3c==";

    private readonly WebApplication _app;

    private CredentialHost(WebApplication app, FakeTimeProvider time, FakeLogCollector logs)
    {
        (_app, Time, Logs) = (app, time, logs);
        Http = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
    }

    public HttpClient Http { get; }

    public FakeTimeProvider Time { get; }

    public FakeLogCollector Logs { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Where the tokens are that it made.</summary>
    public required string Directory { get; init; }

    private TemporaryDirectory Own { get; init; } = null!;

    public string MadeToken(CredentialRole role) => LocalTokens.Of(role, Directory);

    /// <param name="from">The address the connections seem to come from; null is as they do.</param>
    public static async Task<CredentialHost> StartAsync(string? from, params (string Key, string? Value)[] settings)
    {
        var time = new FakeTimeProvider();
        var own = new TemporaryDirectory();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddFakeLogging();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["urls"] = "http://127.0.0.1:0", ["Management:Port"] = "0", ["Credentials:Directory"] = own.Path });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.AddServiceDefaults(ServiceEndpoint.Site);
        builder.Services.AddCredentials(CredentialRole.Operator).AddCredentials(CredentialRole.Operator, CredentialRole.Ingest);
        if (from is not null)
        {
            builder.Services.AddTransient<IStartupFilter>(_ => new CallersFrom(IPAddress.Parse(from)));
        }

        var app = builder.Build();
        app.MapPost("/operate", (Order order) => order.Text).RefuseCrossSite().RequireCredential(CredentialRole.Operator);
        app.MapGet("/record", () => "recorded").RequireCredential(CredentialRole.Ingest);
        app.MapPost("/press", () => "pressed").RefuseCrossSite().RequireCredential(CredentialRole.Operator);
        app.MapDelete("/operate", () => "gone").RefuseCrossSite().RequireCredential(CredentialRole.Operator);
        await app.StartAsync();
        return new CredentialHost(app, time, app.Services.GetFakeLogCollector()) { Own = own, Directory = app.Configuration["Credentials:Directory"]! };
    }

    /// <summary>Posts an order, as JSON unless said otherwise.</summary>
    public Task<HttpResponseMessage> OperateAsync(string? authorization, params (string Name, string Value)[] headers) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, "/operate") { Content = JsonBody("""{"text":"done"}""") }, authorization, headers);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? authorization, params (string Name, string Value)[] headers)
    {
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Http.SendAsync(request);
    }

    public static StringContent JsonBody(string text) => new(text, System.Text.Encoding.UTF8, "application/json");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        Own.Dispose();
    }

    private sealed record Order(string Text);
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StandardWebhooks;

namespace Affluence.ReportService.Tests.Fakes;

/// <summary>
/// A receiver of webhooks on a real socket. It checks signatures by a library that is not ours, and answers as the test wants.
/// </summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Message> _messages = new();

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>How it answers; 204 unless said otherwise.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context =>
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    };

    /// <summary>All that came in, whatever was answered.</summary>
    public IReadOnlyList<Message> Messages => [.. _messages];

    /// <summary>For example <c>http://127.0.0.1:12345/hook</c>.</summary>
    public string Url => $"{_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()}/hook";

    /// <param name="certificate">Null: without TLS.</param>
    public static async Task<WebhookReceiver> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listener =>
        {
            if (certificate is not null)
            {
                listener.UseHttps(certificate);
            }
        }));
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.Run(receiver.ReceiveAsync);
        await app.StartAsync();
        return receiver;
    }

    public void AnswerWith(int status, params (string Name, string Value)[] headers) => Answer = context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return Task.CompletedTask;
    };

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        _messages.Enqueue(new Message(context.Request.Path, headers, body));
        await Answer(context);
    }

    internal sealed record Message(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
    {
        public string Id => Headers["webhook-id"];

        public DateTimeOffset SentAt => DateTimeOffset.FromUnixTimeSeconds(long.Parse(Headers["webhook-timestamp"], CultureInfo.InvariantCulture));

        public JsonNode Json => JsonNode.Parse(Body)!;

        public string Kind => (string)Json["kind"]!;

        public bool IsSignedWith(string secret) => Headers["webhook-signature"] == new StandardWebhook(secret).Sign(Id, SentAt, Body);
    }
}

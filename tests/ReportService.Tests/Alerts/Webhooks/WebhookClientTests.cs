using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Affluence.Report.Alerts;
using Affluence.Report.Alerts.Webhooks;
using Affluence.ReportService.Tests.Fakes;
using Affluence.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.ReportService.Tests.Alerts.Webhooks;

[Trait("Category", "Integration")]
public sealed class WebhookClientTests : IDisposable
{
    private const string Body = """{"text":"Affluence : environ 51 000 visiteurs à 22 h"}""";
    private readonly FakeTimeProvider _time = new(ReportHost.Night);
    private readonly List<WebhookClient> _clients = [];

    [Fact]
    public async Task Send_ReceiverOfTheStandard_SignatureVerifies()
    {
        await using var receiver = await WebhookReceiver.StartAsync();

        var outcome = await SendAsync(receiver.Url);
        var message = Assert.Single(receiver.Messages);

        Assert.IsType<WebhookOutcome.Delivered>(outcome);
        Assert.True(message.IsSignedWith(WebhookReceiver.Secret));
        Assert.False(message.IsSignedWith("whsec_AAAAAAAAKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="));
        Assert.Equal(("surge-1-step-3", Body, "/hook"), (message.Id, message.Body, message.Path));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(ReportHost.Night.ToUnixTimeSeconds()), message.SentAt);
        Assert.Equal("application/json; charset=utf-8", message.Headers["Content-Type"]);
        Assert.Equal("Affluence", message.Headers["User-Agent"]);
    }

    [Theory]
    [InlineData(200, "Delivered", null)]
    [InlineData(299, "Delivered", null)]
    [InlineData(301, "Failed", "301")]
    [InlineData(308, "Failed", "308")]
    [InlineData(400, "Refused", null)]
    [InlineData(410, "Gone", null)]
    [InlineData(500, "Failed", "500")]
    public async Task Send_Status_DeliveredGoneOrTriedAgainAndNoRedirectFollowed(int status, string outcome, string? error)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.AnswerWith(status, ("Location", "/elsewhere"));

        var result = await SendAsync(receiver.Url);

        Assert.Equal(outcome, result.GetType().Name);
        Assert.Equal(error, (result as WebhookOutcome.Failed)?.ErrorType);
        Assert.Equal("/hook", Assert.Single(receiver.Messages).Path);
    }

    [Theory]
    [InlineData(429, "120", 120)]
    [InlineData(503, "7", 7)]
    [InlineData(503, "Wed, 09 Nov 2016 04:10:05 GMT", 600)]
    [InlineData(503, "soon", null)]
    [InlineData(500, "120", null)]
    public async Task Send_RetryAfter_Told(int status, string retryAfter, int? seconds)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.AnswerWith(status, ("Retry-After", retryAfter));

        var failed = Assert.IsType<WebhookOutcome.Failed>(await SendAsync(receiver.Url));

        Assert.Equal(seconds, failed.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task Send_ReceiverThatNeverAnswers_TimeOut()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);

        var failed = Assert.IsType<WebhookOutcome.Failed>(await SendAsync(receiver.Url, timeout: TimeSpan.FromSeconds(0.3)));

        Assert.Equal("timeout", failed.ErrorType);
    }

    [Fact]
    public async Task Send_AnswerWithoutEnd_NotReadToIt()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[1024], context.RequestAborted);
            }
        };

        Assert.IsType<WebhookOutcome.Delivered>(await SendAsync(receiver.Url));
    }

    /// <summary>Receivers repeat the address, whose path is the secret, in what they answer: chats' error pages, proxies, frameworks.</summary>
    [Theory]
    [InlineData(400, typeof(WebhookOutcome.Refused))]
    [InlineData(404, typeof(WebhookOutcome.Refused))]
    [InlineData(410, typeof(WebhookOutcome.Gone))]
    [InlineData(408, typeof(WebhookOutcome.Failed))]
    [InlineData(429, typeof(WebhookOutcome.Failed))]
    [InlineData(500, typeof(WebhookOutcome.Failed))]
    public async Task Send_AnswerThatRepeatsTheAddress_StatusAloneIsKept(int status, Type outcome)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync($"Cannot POST {context.Request.Path}\r\n\u001b[31m{new string('x', 5000)}");
        };

        var answer = await SendAsync(receiver.Url);

        Assert.IsType(outcome, answer);
        Assert.Equal($"It answered {status}.", answer switch
        {
            WebhookOutcome.Refused refused => refused.Reason,
            WebhookOutcome.Gone gone => gone.Reason,
            WebhookOutcome.Failed failed => failed.Reason,
            _ => null,
        });
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    // 127.0.0.1 as a number, as only some programs read it.
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    public async Task Send_AddressOfThisMachine_RefusedWhenConnecting(string host)
    {
        await using var receiver = await WebhookReceiver.StartAsync();

        var failed = Assert.IsType<WebhookOutcome.Failed>(
            await SendAsync(receiver.Url.Replace("127.0.0.1", host, StringComparison.Ordinal), allowPrivateNetworks: false));

        Assert.Equal("address_refused", failed.ErrorType);
        Assert.Empty(receiver.Messages);
    }

    [Fact]
    public async Task Send_NobodyListens_FailedWithoutTheAddress()
    {
        var receiver = await WebhookReceiver.StartAsync();
        var url = receiver.Url;
        await receiver.DisposeAsync();

        var failed = Assert.IsType<WebhookOutcome.Failed>(await SendAsync($"{url}/T0/secret"));

        Assert.DoesNotContain("secret", failed.Reason, StringComparison.Ordinal);
        Assert.StartsWith("It could not be reached", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_CertificateThatNobodyVouchesFor_Refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        await using var receiver = await WebhookReceiver.StartAsync(certificate);

        var failed = Assert.IsType<WebhookOutcome.Failed>(await SendAsync(receiver.Url));

        Assert.Equal("SecureConnectionError", failed.ErrorType);
        Assert.Empty(receiver.Messages);
    }

    [Fact]
    public async Task Send_SecretFileExchanged_SignedWithTheNewOneAndGoneIsTriedAgain()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, WebhookReceiver.Secret + "\n");
        await SendAsync(receiver.Url, secretFile: file);
        await File.WriteAllTextAsync(file, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX");
        await SendAsync(receiver.Url, secretFile: file);
        File.Delete(file);

        var failed = Assert.IsType<WebhookOutcome.Failed>(await SendAsync(receiver.Url, secretFile: file));

        Assert.True(receiver.Messages[0].IsSignedWith(WebhookReceiver.Secret));
        Assert.True(receiver.Messages[1].IsSignedWith("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"));
        Assert.Equal(2, receiver.Messages.Count);
        Assert.Equal("secret_unusable", failed.ErrorType);
    }

    /// <summary>The path of a chat's webhook is its password.</summary>
    [Fact]
    public async Task Send_Spans_HoldNothingOfTheAddressAndTheReceiverGetsNoTrace()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("test");
        await using var receiver = await WebhookReceiver.StartAsync();

        using (source.StartActivity("parent"))
        {
            await SendAsync($"{receiver.Url}/T0/secret");
        }

        Assert.Contains(spans, span => span.OperationName == "parent");
        Assert.DoesNotContain("traceparent", Assert.Single(receiver.Messages).Headers.Keys);
        Assert.DoesNotContain(
            spans.Where(span => !span.Source.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)),
            span => span.DisplayName.Contains("secret", StringComparison.Ordinal)
                || span.TagObjects.Any(tag => tag.Value?.ToString()?.Contains("secret", StringComparison.Ordinal) == true));
    }

    public void Dispose() => _clients.ForEach(client => client.Dispose());

    private Task<WebhookOutcome> SendAsync(string url, bool allowPrivateNetworks = true, TimeSpan? timeout = null, string? secretFile = null)
    {
        var client = new WebhookClient(Options.Create(new AlertOptions { WebhookTimeout = timeout ?? Eventually.Limit }), _time);
        _clients.Add(client);
        var webhook = new Webhook(new WebhookOptions
        {
            Url = url,
            Secret = secretFile is null ? WebhookReceiver.Secret : null,
            SecretFile = secretFile,
            AllowPrivateNetworks = allowPrivateNetworks,
        });
        return client.SendAsync(webhook, "surge-1-step-3", Body, TestContext.Current.CancellationToken);
    }
}

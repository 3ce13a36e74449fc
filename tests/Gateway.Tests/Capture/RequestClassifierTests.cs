using Affluence.Gateway.Capture;
using Microsoft.AspNetCore.Http;

namespace Affluence.Gateway.Tests.Capture;

public sealed class RequestClassifierTests
{
    private const string Browser = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15";
    private const string Html = "text/html; charset=utf-8";

    [Theory]
    // Browsers with Fetch Metadata.
    [InlineData("GET", "/en", "text/html", "navigate", "document", 200, Html, true)]
    [InlineData("POST", "/en/eligibility", "text/html", "navigate", "document", 200, Html, true)]
    [InlineData("GET", "/en", "text/html", "navigate", "iframe", 200, Html, false)]
    [InlineData("GET", "/api", "text/html", "cors", "empty", 200, Html, false)]
    [InlineData("GET", "/file.pdf", "text/html", "navigate", "document", 200, "application/pdf", false)]
    // Older browsers, and programs that say nothing.
    [InlineData("GET", "/en", "text/html,application/xhtml+xml", null, null, 200, Html, true)]
    [InlineData("GET", "/en", null, null, null, 200, Html, true)]
    [InlineData("GET", "/en", "*/*", null, null, 200, Html, true)]
    [InlineData("GET", "/page.html", "*/*", null, null, 200, Html, true)]
    [InlineData("GET", "/page.shtml", "*/*", null, null, 200, Html, true)]
    [InlineData("GET", "/apply.do;jsessionid=1A2B.node1", "*/*", null, null, 200, Html, true)]
    [InlineData("GET", "/v2.1", "*/*", null, null, 200, Html, true)]
    [InlineData("GET", "/guide.pdf", "*/*", null, null, 200, null, false)]
    [InlineData("GET", "/app.js;v=3", "*/*", null, null, 200, null, false)]
    [InlineData("GET", "/site/site.css", "text/css,*/*;q=0.1", null, null, 200, "text/css", false)]
    [InlineData("GET", "/site/logo.svg", "image/*", null, null, 404, Html, false)]
    [InlineData("GET", "/data", "application/json", null, null, 200, "application/json", false)]
    [InlineData("GET", "/data", "*/*", null, null, 200, "application/json", false)]
    [InlineData("HEAD", "/en", "text/html", null, null, 200, Html, false)]
    [InlineData("POST", "/submit", "*/*", null, null, 200, Html, false)]
    [InlineData("OPTIONS", "/en", "text/html", null, null, 200, Html, false)]
    // Outcomes: a redirect is not yet a document, a revalidated page is, and a refusal is judged by what was asked for.
    [InlineData("GET", "/", "text/html", "navigate", "document", 302, null, false)]
    [InlineData("GET", "/en", "text/html", "navigate", "document", 304, null, true)]
    [InlineData("GET", "/nowhere", "text/html", "navigate", "document", 404, Html, true)]
    [InlineData("GET", "/en", "text/html", "navigate", "document", 502, null, true)]
    [InlineData("GET", "/en", "text/html", "navigate", "document", 503, "text/plain", true)]
    [InlineData("GET", "/site/site.css", "text/css,*/*;q=0.1", "no-cors", "style", 502, null, false)]
    public void Classify_ByRequestAndAnswer(
        string method, string path, string? accept, string? mode, string? destination, int status, string? contentType, bool isPageView)
    {
        var context = Request(method, path, accept);
        SetIfGiven(context, "Sec-Fetch-Mode", mode);
        SetIfGiven(context, "Sec-Fetch-Dest", destination);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;

        Assert.Equal(isPageView ? HitKind.PageView : HitKind.Other, Classify(context, Browser));
    }

    [Theory]
    [InlineData("Sec-Purpose", "prefetch")]
    [InlineData("Sec-Purpose", "prefetch;prerender")]
    [InlineData("Purpose", "prefetch")]
    public void Classify_Prefetch_IsNoPageView(string header, string value)
    {
        var context = Request("GET", "/en", "text/html");
        context.Request.Headers[header] = value;
        context.Response.ContentType = Html;

        Assert.Equal(HitKind.Other, Classify(context, Browser));
    }

    [Fact]
    public void Classify_ProbePath_IsProbe() => Assert.Equal(HitKind.Probe, Classify(Request("GET", "/health", "text/html"), Browser));

    [Theory]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", true)]
    [InlineData("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", true)]
    [InlineData("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2)", true)]
    [InlineData("Baiduspider+(+http://www.baidu.com/search/spider.htm)", true)]
    [InlineData("CCBot/2.0 (https://commoncrawl.org/faq/)", true)]
    [InlineData("facebookexternalhit/1.1", true)]
    [InlineData("kube-probe/1.29", true)]
    [InlineData("SomeBots", true)]
    [InlineData("Mozilla/5.0 (Linux; Android 9; CUBOT_X19) AppleWebKit/537.36", false)]
    [InlineData("Mozilla/5.0 (Linux; Android 10; CUBOT X30) AppleWebKit/537.36", false)]
    [InlineData("bottle/0.12", false)]
    [InlineData("curl/8.5.0", true)]
    [InlineData("Amazon-Route53-Health-Check-Service (ref 0; report http://amzn.to/x)", true)]
    [InlineData("Blackbox Exporter/0.25.0", true)]
    [InlineData("Consul Health Check", true)]
    [InlineData("Feedly/1.0 (+http://www.feedly.com/fetcher.html; 5 subscribers)", true)]
    [InlineData("", false)]
    public void Classify_DeclaredBot(string userAgent, bool isBot)
    {
        var context = Request("GET", "/en", "text/html");
        context.Response.ContentType = Html;

        Assert.Equal(isBot ? HitKind.Bot : HitKind.PageView, Classify(context, userAgent));
    }

    private static HitKind Classify(HttpContext context, string userAgent) => new RequestClassifier(["/health"]).Classify(context, userAgent);

    private static DefaultHttpContext Request(string method, string path, string? accept)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Path = path;
        SetIfGiven(context, "Accept", accept);
        return context;
    }

    private static void SetIfGiven(DefaultHttpContext context, string name, string? value)
    {
        if (value is not null)
        {
            context.Request.Headers[name] = value;
        }
    }
}

using System.Buffers.Binary;
using System.Net;
using System.Xml.Linq;
using Affluence.Report.Pictures;
using Affluence.ReportService.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;

namespace Affluence.ReportService.Tests.Api;

/// <summary>Pictures as the report serves them, over a real socket.</summary>
[Trait("Category", "Integration")]
public class PictureTests(PictureTests.SharedNight night) : IClassFixture<PictureTests.SharedNight>
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Theory]
    [InlineData("curve.png", 1200, 675)]
    [InlineData("countries.png", 1200, 675)]
    [InlineData("curve.png?width=320&height=240", 320, 240)]
    [InlineData("curve.png?width=2400&height=1600&theme=dark", 2400, 1600)]
    [InlineData("countries.png?width=640", 640, 360)]
    [InlineData("countries.png?width=320", 320, 240)]
    [InlineData("countries.png?at=2016-11-08T22:30&lang=fr&theme=dark", 1200, 675)]
    public async Task Png_OfTheSizeAskedFor_WithMoreThanOneColour(string address, int width, int height)
    {
        var host = night.Host;

        using var response = await GetAsync(host, address);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("image/png", response.Content.Headers.ContentType?.ToString());
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], bytes[..8]);
        Assert.Equal((width, height), (BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20))));
        using var picture = SKBitmap.Decode(bytes);
        var theme = address.Contains("dark", StringComparison.Ordinal) ? PictureTheme.Dark : PictureTheme.Light;
        Assert.Equal(theme.Card, picture.GetPixel(0, 0));
        Assert.Contains(theme.Now, picture.Pixels);
    }

    [Theory]
    [InlineData("en", "en-CA", "Visitors of the site", "3 hours, as of 10:59 p.m. on Tuesday, November 8, 2016", "Same time last week", "200,000")]
    [InlineData("fr", "fr-CA", "Visiteurs du site", "3 heures, en date de 22 h 59, le mardi 8 novembre 2016", "Même heure la semaine dernière", "200 000")]
    public async Task CurveSvg_WordsOfTheLanguage_TheFiguresAndWhatTheyMean(
        string language, string tag, string title, string time, string baseline, string level)
    {
        var host = night.Host;

        var root = await GetSvgAsync(host, $"curve.svg?lang={language}");
        var texts = Texts(root);

        Assert.Equal((title, tag), (root.Element(Svg + "title")!.Value, root.Attribute(XNamespace.Xml + "lang")!.Value));
        Assert.StartsWith($"{time}. ", Plain.Text(root.Element(Svg + "desc")!.Value), StringComparison.Ordinal);
        Assert.Equal("img", root.Attribute("role")!.Value);
        Assert.Equal(("1200", "675", "0 0 1200 675"), (root.Attribute("width")!.Value, root.Attribute("height")!.Value, root.Attribute("viewBox")!.Value));
        Assert.Empty(((string[])[title, time, baseline, level]).Except(texts));
        Assert.Contains(texts, text => text.EndsWith(": America/Toronto. IP Geolocation by DB-IP", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.StartsWith(language == "fr" ? "Visiteurs : Visiteurs distincts" : "Visitors: Distinct visitors", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains(language == "fr" ? "Début de l’affluence" : "Surge began", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains(language == "fr" ? "Difficile à joindre à partir d’ici" : "Difficult to reach from here", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FrenchSvg_NumbersAndTimes_HeldTogetherByNoBreakSpaces()
    {
        var host = night.Host;

        var texts = (await GetSvgAsync(host, "curve.svg?lang=fr")).Descendants(Svg + "text").Select(text => text.Value).ToList();

        Assert.Contains("200\u00A0000", texts);
        Assert.Contains("22\u00A0h\u00A030", texts);
    }

    [Fact]
    public async Task CountriesSvg_SharesInWordsAndFigures()
    {
        var host = night.Host;

        var root = await GetSvgAsync(host, "countries.svg?at=2016-11-08T22:30&lang=fr");

        Assert.Equal("D’où viennent les visiteurs", root.Element(Svg + "title")!.Value);
        Assert.Equal(
            "200 000 visiteurs dans les 5 minutes précédant 22 h 30, le mardi 8 novembre 2016. États-Unis 50 % (100 000); Canada 40 % (80 000); Inconnu 10 % (20 000).",
            Plain.Text(root.Element(Svg + "desc")!.Value));
        Assert.Empty(((string[])["Canada", "États-Unis", "Inconnu", "50 % (100 000)", "De la plus petite à la plus grande, même heure la semaine dernière"]).Except(Texts(root)));
    }

    [Fact]
    public async Task Annotation_WhateverItsText_IsTextOfAReadableSvg()
    {
        await using var host = await StartAsync();
        using var content = new StringContent(
            """{"at":"2016-11-08T22:31","text":"<script>alert(1)</script> & \uD83C\uDDFA ]]>"}""", System.Text.Encoding.UTF8, "application/json");
        using var posted = await host.Http.PostAsync("/api/v1/annotations", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, posted.StatusCode);

        var root = await GetSvgAsync(host, "curve.svg?at=2016-11-08T22:30");

        Assert.Contains(Texts(root), text => text.Contains("<script>alert(1)</script> &", StringComparison.Ordinal));
        Assert.DoesNotContain(root.Descendants(), element => element.Name.LocalName == "script");
    }

    [Theory]
    [InlineData("curve.png?at=2016-11-08T22:00")]
    [InlineData("curve.svg?at=2016-11-08T22:00")]
    [InlineData("countries.png?at=2016-11-08T22:00")]
    public async Task FinalMinutes_SameBytesFromAnotherProcess_KeptForAWhile(string address)
    {
        var first = night.Host;
        await using var second = await StartAsync();

        using var one = await GetAsync(first, address);
        using var other = await GetAsync(second, address);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/pictures/{address}");
        request.Headers.IfNoneMatch.Add(one.Headers.ETag!);
        using var unchanged = await second.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(
            await one.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken),
            await other.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("public, max-age=300", one.Headers.CacheControl?.ToString());
        Assert.Equal(one.Headers.ETag, other.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Theory]
    [InlineData("curve.png", "affluence-curve-3h-20161109T0400Z-en.png")]
    [InlineData("countries.svg?lang=fr", "affluence-countries-20161109T0400Z-fr.svg")]
    public async Task OfNow_KeptForAMomentOnly_AndAFileWithAName(string address, string file)
    {
        var host = night.Host;

        using var response = await GetAsync(host, address);

        Assert.Equal("public, max-age=10", response.Headers.CacheControl?.ToString());
        Assert.NotNull(response.Headers.ETag);
        Assert.Equal(("inline", file), (response.Content.Headers.ContentDisposition?.DispositionType, response.Content.Headers.ContentDisposition?.FileName?.Trim('"')));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("cross-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.StartsWith("default-src 'none'; ", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatasetNotKnown_CountriesOfAFinalMinute_AreNotKeptWithoutTheirAttribution()
    {
        await using var host = await ReportHost.StartAsync(counter => counter.Windows = CurrentSnapshotTests.Night);
        await host.RecordedAsync();

        using var response = await GetAsync(host, "countries.png?at=2016-11-08T22:00");

        Assert.Equal("public, max-age=10", response.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("curve.png?at=2016-11-09T00:00", 404, "The moment lies in the future.")]
    [InlineData("curve.svg?at=2015-01-01T00:00", 404, "No minute of this time is on record.")]
    [InlineData("countries.png?at=2016-11-09T00:00", 404, "The moment lies in the future.")]
    [InlineData("countries.svg?at=2015-01-01T00:00", 404, "No gateway recorded anything")]
    public async Task NoFigures_ProblemThatSaysWhy(string address, int status, string detail)
    {
        var host = night.Host;

        await PastSnapshotTests.AssertProblemAsync(host, $"/api/v1/pictures/{address}", status, detail);
    }

    [Fact]
    public async Task NothingNewerCanBeComposed_CountriesOfNow_SayThatTheyAreOld()
    {
        await using var host = await StartAsync();
        await host.StopCounterAsync();
        await host.TurnUntilAsync(() => host.Services.GetRequiredService<Report.Live.CurrentSnapshot>().Read()!.Quality.Stale is not null);

        var root = await GetSvgAsync(host, "countries.svg");

        Assert.Contains("These figures are old: nothing newer could be composed.", Texts(root));
    }

    [Fact]
    public async Task NoMinuteOnRecordForLong_CurveOfNow_SaysSo()
    {
        await using var host = await StartAsync();
        await host.StopCounterAsync();
        host.Time.Advance(TimeSpan.FromMinutes(20));

        var root = await GetSvgAsync(host, "curve.svg");

        Assert.Contains("Nothing newer is on record: these are not the figures of now.", Texts(root));
        Assert.Contains("3 hours, as of 10:59 p.m. on Tuesday, November 8, 2016", Texts(root));
    }

    [Fact]
    public async Task TooManyWait_503AndWhenToAskAgain_AndLaterItIsDrawn()
    {
        await using var host = await StartAsync();
        var renderer = host.Services.GetRequiredService<PictureRenderer>();
        using var gate = new ManualResetEventSlim();
        var held = Enumerable.Range(0, PictureRenderer.MostUnfinished)
            .Select(index => renderer.FindOrDrawAsync($"held {index}", "as ever", index, () => Wait(gate), TestContext.Current.CancellationToken))
            .ToList();

        using (var refused = await GetAsync(host, "curve.png"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal("2", Assert.Single(refused.Headers.GetValues("Retry-After")));
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        }

        gate.Set();
        await Task.WhenAll(held);
        using var drawn = await GetAsync(host, "curve.png");
        Assert.Equal(HttpStatusCode.OK, drawn.StatusCode);
    }

    private static byte[] Wait(ManualResetEventSlim gate)
    {
        gate.Wait(TestContext.Current.CancellationToken);
        return [];
    }

    private static async Task<ReportHost> StartAsync()
    {
        var geo = await FakeServer.StartAsync(new FakeGeo());
        var host = await ReportHost.StartAsync(
            counter => counter.Windows = CurrentSnapshotTests.Night, settings: ("services:geo:http:0", geo.Address.ToString()));
        await host.RecordedAsync();
        await host.FirstSnapshotAsync();

        // The report asks once and remembers it.
        await host.GetJsonAsync("/api/v1/site");
        await geo.DisposeAsync();
        return host;
    }

    private static Task<HttpResponseMessage> GetAsync(ReportHost host, string address) =>
        host.Http.GetAsync($"/api/v1/pictures/{address}", TestContext.Current.CancellationToken);

    private static async Task<XElement> GetSvgAsync(ReportHost host, string address)
    {
        using var response = await GetAsync(host, address);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("image/svg+xml", response.Content.Headers.ContentType?.ToString());
        return XDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Root!;
    }

    private static List<string> Texts(XElement root) => [.. root.Descendants(Svg + "text").Select(text => Plain.Text(text.Value))];

    /// <summary>The night on record, and a dataset that is known, for all tests that change nothing.</summary>
    public sealed class SharedNight : IAsyncLifetime
    {
        internal ReportHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await StartAsync();

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}

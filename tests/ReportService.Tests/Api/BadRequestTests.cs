using System.Net;
using Affluence.ReportService.Tests.Fakes;

namespace Affluence.ReportService.Tests.Api;

[Trait("Category", "Integration")]
public class BadRequestTests(SharedReport report) : IClassFixture<SharedReport>
{
    private const string Night = "from=2016-11-08T22:00&to=2016-11-08T23:00";

    [Theory]
    [InlineData("/snapshots", "from: is missing")]
    [InlineData("/snapshots?from=2016-11-08T22:00", "to: is missing")]
    [InlineData("/snapshots?from=yesterday&to=2016-11-08T22:00", "from: 'yesterday'")]
    [InlineData("/snapshots?from=2016-11-08T22:00&to=0001-01-01T00:00:00Z", "to: '0001-01-01T00:00:00Z' is not in the years 2000 to 2999")]
    [InlineData("/snapshots?from=2016-11-08T23:00&to=2016-11-08T22:00", "from: must be before to")]
    [InlineData("/snapshots?from=2016-11-08T22:00:10&to=2016-11-08T22:00:50", "from: must be before to")]
    [InlineData("/snapshots?from=2016-11-08T22:00:00%2B99:99&to=2016-11-08T23:00", "from: ")]
    [InlineData($"/snapshots?{Night}&step=0", "step: ")]
    [InlineData($"/snapshots?{Night}&step=7m", "step: '7m' is no whole number of minutes that divides a day")]
    [InlineData("/snapshots?from=2000-01-01T00:00&to=2050-01-01T00:00", "step: the range has 26298720 points, and at most 10000 are given")]
    [InlineData("/snapshots?from=2016-11-01T00:00Z&to=2016-11-07T22:41Z", "step: the range has 10001 points")]
    [InlineData("/snapshots?from=2016-01-01T00:00Z&to=2017-01-03T00:00Z&format=csv", "step: the range has 529920 points, and at most 528480 are given")]
    [InlineData($"/snapshots?{Night}&form=csv", "form: is no parameter of this address; known are from, to, step, limit, by, separator, bom, format.")]
    [InlineData($"/snapshots?{Night}&format=xml", "format: 'xml' is unknown; it is one of json, csv.")]
    [InlineData($"/snapshots?{Night}&step=1m&step=2m", "step: is given more than once.")]
    [InlineData("/snapshots/current?at=now", "at: is no parameter of this address; there are none.")]
    [InlineData("/bulletin?lang=de", "lang: 'de' is unknown; it is one of en, fr.")]
    [InlineData("/bulletin?at=2016-11-06T01:30", "at: 2016-11-06T01:30:00 happens twice")]
    [InlineData("/bulletin?format=pdf", "format: 'pdf' is unknown; it is one of json, markdown, text.")]
    [InlineData("/bulletins/one", "number: 'one' is no number of a bulletin; they count from 1.")]
    [InlineData("/bulletins/0", "number: '0' is no number")]
    [InlineData("/bulletins/-1", "number: '-1' is no number")]
    [InlineData("/bulletins/99999999999999999999", "number: '99999999999999999999' is no number")]
    [InlineData("/bulletins/1?lang=EN", "lang: 'EN' is unknown")]
    [InlineData("/bulletins/1?format=csv", "format: 'csv' is unknown")]
    [InlineData($"/snapshots?{Night}&limit=0", "limit: '0' is no whole number from 1 to 10000.")]
    [InlineData($"/snapshots?{Night}&limit=5&format=csv", "limit: is for JSON; CSV is sent line by line, whole.")]
    [InlineData($"/snapshots?{Night}&by=country", "by: is for CSV; as JSON each snapshot has its countries.")]
    [InlineData($"/snapshots?{Night}&by=city&format=csv", "by: 'city' is unknown; it is country.")]
    [InlineData($"/snapshots?{Night}&bom=true", "bom: is for CSV.")]
    [InlineData($"/snapshots?{Night}&separator=semicolon", "separator: is for CSV.")]
    [InlineData($"/snapshots?{Night}&separator=tab&format=csv", "separator: 'tab' is unknown; it is one of comma, semicolon.")]
    [InlineData($"/snapshots?{Night}&bom=yes&format=csv", "bom: 'yes' is neither true nor false.")]
    [InlineData("/bulletins?cursor=first", "cursor: 'first' is none that a list gave; take the address of `next` as it is.")]
    [InlineData("/annotations?cursor=first", "cursor: 'first' is none that a list gave")]
    [InlineData("/annotations?limit=1001", "limit: '1001' is no whole number from 1 to 1000.")]
    [InlineData("/alerts?cursor=1", "cursor: '1' is none that a list gave")]
    [InlineData("/alerts?limit=0", "limit: '0' is no whole number from 1 to 1000.")]
    [InlineData("/bulletins?limit=0", "limit: '0' is no whole number from 1 to 1000.")]
    [InlineData("/bulletins?limit=1001", "limit: '1001' is no whole number")]
    [InlineData("/bulletins?limit=ten", "limit: 'ten' is no whole number")]
    [InlineData("/bulletins?from=2016-11-08T23:00&to=2016-11-08T22:00", "from: must be before to")]
    [InlineData("/bulletins?at=2016-11-08T23:00&to=2016-11-08T22:00", "at: is given together with from or to")]
    [InlineData("/bulletins?at=yesterday", "at: 'yesterday'")]
    [InlineData("/bulletins?lang=en", "lang: is no parameter of this address; known are from, to, at, limit, cursor.")]
    [InlineData("/surges?from=2016-11-08T23:00&to=2016-11-08T22:00", "from: must be before to")]
    [InlineData("/fairness?from=2016-11-08T23:00&to=2016-11-08T22:00", "from: must be before to")]
    [InlineData("/fairness?from=2016-11-07T22:00&to=2016-11-08T22:01", "from: must be before to, by a minute at least and 24 hours at most.")]
    [InlineData("/fairness?to=2016-11-06T01:30", "to: 2016-11-06T01:30:00 happens twice")]
    [InlineData("/fairness?step=1h", "step: is no parameter of this address; known are from, to.")]
    [InlineData("/pictures/curve.png?at=yesterday", "at: 'yesterday' is neither")]
    [InlineData("/pictures/curve.png?span=9y", "span: '9y' is unknown; it is one of 3h, 24h, 7d.")]
    [InlineData("/pictures/curve.svg?lang=de", "lang: 'de' is unknown; it is one of en, fr.")]
    [InlineData("/pictures/curve.svg?theme=pink", "theme: 'pink' is unknown; it is one of light, dark.")]
    [InlineData("/pictures/curve.png?width=319", "width: '319' is no whole number of pixels from 320 to 2400.")]
    [InlineData("/pictures/curve.png?width=2401", "width: '2401' is no whole number")]
    [InlineData("/pictures/curve.png?width=1e9", "width: '1e9' is no whole number")]
    [InlineData("/pictures/curve.png?height=99999999999", "height: '99999999999' is no whole number of pixels from 240 to 1600.")]
    [InlineData("/pictures/curve.png?width=400&width=500", "width: is given more than once.")]
    [InlineData("/pictures/countries.png?span=3h", "span: is no parameter of this address; known are at, lang, theme, width, height.")]
    [InlineData("/pictures/countries.svg?height=-1", "height: '-1' is no whole number")]
    [InlineData("/pictures/countries.svg?theme=", "theme: '' is unknown")]
    [InlineData("/site?x=%0d%0aX-Injected:1", "x: is no parameter")]
    public async Task Get_BadParameter_400NamingIt(string address, string detail)
    {
        await PastSnapshotTests.AssertProblemAsync(report.Host, $"/api/v1{address}", 400, detail);
    }

    [Fact]
    public async Task Get_RangeOfExactlyTheMostPoints_Answered()
    {
        using var response = await report.Host.Http.GetAsync("/api/v1/snapshots?from=2016-11-01T00:00Z&to=2016-11-07T22:40Z", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("/snapshots/current", "image/png")]
    [InlineData("/snapshots/current", "text/csv")]
    [InlineData($"/snapshots?{Night}", "text/html")]
    [InlineData("/bulletin", "application/json;q=0, text/*;q=0")]
    [InlineData("/stream", "application/json")]
    public async Task Get_UnacceptableForm_406(string address, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1{address}");
        request.Headers.Add("Accept", accept);

        using var response = await report.Host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/snapshots/current")]
    [InlineData($"/snapshots?{Night}")]
    [InlineData($"/snapshots?{Night}&format=csv")]
    [InlineData("/surges")]
    [InlineData("/fairness")]
    [InlineData("/bulletin")]
    [InlineData("/stream")]
    [InlineData("/pictures/countries.png")]
    [InlineData("/site")]
    public async Task Methods_OfAnAddressThatIsRead_HeadWithoutBodyPostRefusedOptionsAnswered(string address)
    {
        using var head = await report.Host.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/api/v1{address}"), TestContext.Current.CancellationToken);
        using var post = await report.Host.Http.PostAsync($"/api/v1{address}", content: null, TestContext.Current.CancellationToken);
        using var options = await report.Host.Http.SendAsync(new HttpRequestMessage(HttpMethod.Options, $"/api/v1{address}"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Equal(["GET", "HEAD", "OPTIONS"], post.Content.Headers.Allow.Order());
        Assert.Equal("application/problem+json", post.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.NoContent, options.StatusCode);
    }
}

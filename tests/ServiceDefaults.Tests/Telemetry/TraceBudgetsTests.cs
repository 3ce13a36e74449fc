using Affluence.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.Tests.Telemetry;

public sealed class TraceBudgetsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryTake_OnePageASecond_IsAlwaysTraced()
    {
        var budgets = new TraceBudgets(_time);
        for (var second = 0; second < 1_000; second++)
        {
            // With all that a page is made of.
            Assert.True(budgets.TryTake(Request("/en")));
            for (var part = 0; part < 30; part++)
            {
                budgets.TryTake(Request($"/assets/{part}.css"));
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void TryTake_ARush_TakesTwentyPagesASecond()
    {
        var budgets = new TraceBudgets(_time);
        var taken = 0;
        for (var page = 0; page < 417 * 60; page++)
        {
            taken += budgets.TryTake(Request("/en")) ? 1 : 0;
            _time.Advance(TimeSpan.FromSeconds(1.0 / 417));
        }

        Assert.InRange(taken, (20 * 60) - 1, (20 * 60) + 21);
    }

    [Theory]
    [InlineData("GET", "/en", null, null, true)]
    [InlineData("POST", "/fr/work", null, null, true)]
    [InlineData("GET", "/en", "navigate", null, true)]
    [InlineData("GET", "/en", "cors", null, false)]
    [InlineData("GET", "/style.css", null, null, false)]
    [InlineData("HEAD", "/en", null, null, false)]
    [InlineData("POST", "/affluence.geo.v1.GeolocationService/Locate", null, "application/grpc", false)]
    public void TryTake_PagesUsedUp_LeavesTheOthersTheirs(string method, string path, string? fetchMode, string? contentType, bool isPage)
    {
        var budgets = new TraceBudgets(_time);
        while (budgets.TryTake(Request("/en")))
        {
        }

        Assert.Equal(!isPage, budgets.TryTake(Request(path, method, fetchMode, contentType)));
    }

    private static HttpRequest Request(string path, string method = "GET", string? fetchMode = null, string? contentType = null)
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Path, request.ContentType) = (method, path, contentType);
        if (fetchMode is not null)
        {
            request.Headers["Sec-Fetch-Mode"] = fetchMode;
        }

        return request;
    }
}

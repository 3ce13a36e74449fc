using System.Net;
using Affluence.Counter.V1;
using Affluence.Gateway.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using AnswerSource = Affluence.Counter.V1.AnswerSource;

namespace Affluence.Gateway.Tests.Cache;

/// <summary>The counter is told where the answers came from.</summary>
public sealed class FiguresTests
{
    [Fact]
    public async Task PageViews_OfEachSource_AreToldApart_AndAddUpToThoseServed()
    {
        await using var cache = await CachingGateway.StartAsync();
        cache.AnswerWith(("Cache-Control", "max-age=60"));
        await cache.GetAsync();
        await cache.GetAsync();
        await cache.GetAsync("/en", ("Range", "bytes=0-2"));
        cache.Clock.Advance(TimeSpan.FromSeconds(61));
        cache.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        };

        Assert.Equal(HttpStatusCode.OK, (HttpStatusCode)(await cache.GetAsync()).Status);
        Assert.Equal(HttpStatusCode.InternalServerError, (HttpStatusCode)(await cache.GetAsync("/en/work")).Status);
        await cache.GetAsync("/style.css");

        await cache.Gateway.SettledAsync(6);
        var counter = cache.Gateway.Counter;
        Assert.Equal(
            (1UL, 2UL, 1UL),
            (counter.ServedFrom(AnswerSource.Site), counter.ServedFrom(AnswerSource.Cache), counter.ServedFrom(AnswerSource.StaleCache)));
        Assert.Equal((4UL, 1UL), (counter.ServedPageViews, counter.RefusedPageViews(RefusalCause.OriginError)));
    }
}

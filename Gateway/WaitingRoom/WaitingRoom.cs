using Affluence.Gateway.Cache.Fetching;

namespace Affluence.Gateway.WaitingRoom;

/// <summary>
/// The waiting room in the pipeline, before the limit to the site: whatever could be answered without the site has been. What the cache asks the site is for all
/// visitors, and waits for nobody; whom a page was asked for first has passed the door before.
/// </summary>
internal sealed class WaitingRoom(RequestDelegate next, Door door)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<CacheFetch>() is not null || await door.EnterAsync(context))
        {
            await next(context);
        }
    }
}

using Affluence.Gateway.Cache;
using Affluence.Gateway.Capture;
using Affluence.Gateway.WaitingRoom.Answers;

namespace Affluence.Gateway.WaitingRoom;

/// <summary>
/// Stands before the cache: takes the room's cookies out of the request, answers the room's own page, and notes who was served by the site itself.
/// </summary>
internal sealed class RoomEntrance(RequestDelegate next, RoomPage page, Door door, RequestClassifier classifier)
{
    public async Task InvokeAsync(HttpContext context)
    {
        RoomCookies.Take(context);
        if (context.Request.Path.Equals(RoomPage.Path, StringComparison.OrdinalIgnoreCase))
        {
            await page.AnswerAsync(context);
            return;
        }

        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Path.Equals(RoomPage.DescriptionPath, StringComparison.OrdinalIgnoreCase))
        {
            await RoomPage.DescribeAsync(context);
            return;
        }

        await next(context);
        if ((context.Features.Get<CacheAnswer>() is null or { Source: AnswerSource.Site })
            && classifier.OutcomeOf(context, failed: false) == HitOutcome.Served
            && classifier.Classify(context) == HitKind.PageView)
        {
            door.NoteServed(context);
        }
    }
}

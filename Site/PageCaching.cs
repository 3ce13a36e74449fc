using Microsoft.AspNetCore.Mvc.Filters;

namespace Affluence.Site;

/// <summary>
/// Pages depend on their path alone, so any cache may keep them for a minute. A page with a query is an answer to what somebody entered
/// and is kept by nobody.
/// </summary>
internal sealed class PageCaching : IResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context) =>
        context.HttpContext.Response.Headers.CacheControl = context.HttpContext.Request.QueryString.HasValue ? "no-store" : "public, max-age=60";

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }
}

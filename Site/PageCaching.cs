using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Net.Http.Headers;

namespace Affluence.Site;

/// <summary>
/// Pages depend on their path alone, so any cache may keep them: a minute as they are, another while it asks for the new one, and a day when
/// there is no new one to have. Each has a tag of its content to be confirmed by. A page with a query is an answer to what somebody entered, and
/// is kept by nobody.
/// </summary>
internal sealed class PageCaching : IAsyncResultFilter
{
    public const string ForAll = "public, max-age=60, stale-while-revalidate=60, stale-if-error=86400";

    private const string ForOne = "private, no-store";

    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        response.Headers.CacheControl = request.QueryString.HasValue ? ForOne : ForAll;
        if (request.QueryString.HasValue)
        {
            await next();
            return;
        }

        var connection = response.Body;
        using var page = new MemoryStream();
        response.Body = page;
        try
        {
            await next();
        }
        finally
        {
            response.Body = connection;
        }

        await WriteAsync(request, response, page.GetBuffer().AsMemory(0, (int)page.Length));
    }

    private static Task WriteAsync(HttpRequest request, HttpResponse response, ReadOnlyMemory<byte> page)
    {
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(page.Span).AsSpan(0, 8))}\"");
        response.Headers.ETag = tag.ToString();
        if (request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false) || known.Equals(EntityTagHeaderValue.Any)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentLength = page.Length;
        return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : response.Body.WriteAsync(page, request.HttpContext.RequestAborted).AsTask();
    }
}

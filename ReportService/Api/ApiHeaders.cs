using Affluence.ServiceDefaults.Credentials;
using Microsoft.Net.Http.Headers;

namespace Affluence.Report.Api;

/// <summary>What every answer of the API says of itself to browsers and caches, whatever else it says.</summary>
internal static class ApiHeaders
{
    private const string KeepForAMoment = "public, max-age=1";
    private const string KeepNot = "no-store";

    private const string Readable =
        "Content-Disposition, Content-Language, Content-Location, ETag, Link, Repr-Digest, Retry-After";

    private static readonly PathString[] Roots = ["/api", "/openapi"];

    /// <summary>
    /// Lets pages of every site read what everybody may read (CORS), and names how long an answer may be kept wherever its endpoint does not: a
    /// second for what was read, which spares the report a newsroom's readers; not at all for the rest.
    /// </summary>
    /// <remarks>
    /// The framework's CORS answers only a request that names its origin, and nothing in its answer says so to a cache: one that was filled by a
    /// request without would then keep other sites' pages out.
    /// </remarks>
    public static void UseApiHeaders(this IApplicationBuilder app)
    {
        var isPublic = !ReadersOnly.AreAsked(app.ApplicationServices);
        app.Use((context, next) =>
        {
            if (Array.Exists(Roots, root => context.Request.Path.StartsWithSegments(root)))
            {
                context.Response.OnStarting(() =>
                {
                    Write(context, isPublic);
                    return Task.CompletedTask;
                });
            }

            return next(context);
        });
    }

    private static void Write(HttpContext context, bool isPublic)
    {
        var (request, headers) = (context.Request, context.Response.Headers);
        var isForAll = context.GetEndpoint()?.Metadata.GetMetadata<RequiresCredentialAttribute>() is null
            && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));
        if (isPublic && isForAll)
        {
            headers.AccessControlAllowOrigin = "*";
            headers.AccessControlExposeHeaders = Readable;
            if (request.Headers.ContainsKey(HeaderNames.AccessControlRequestMethod))
            {
                headers.AccessControlAllowMethods = "GET, HEAD";
                headers.AccessControlAllowHeaders = "*";
                headers.AccessControlMaxAge = "86400";
            }
        }

        if (headers.CacheControl.Count == 0)
        {
            var isRead = isForAll && context.Response.StatusCode is (StatusCodes.Status200OK or StatusCodes.Status304NotModified);
            headers.CacheControl = isRead ? KeepForAMoment : KeepNot;
        }
    }
}

using Affluence.Report.Pictures;
using Microsoft.Net.Http.Headers;

namespace Affluence.Report.Api;

/// <summary>
/// A picture that other sites and programs may show. Of final minutes it may be kept for a while: an annotation or a late record can still
/// change it, and then its entity tag. Of what moves it may be kept for no longer than it takes to draw the next, which spares the report
/// all but one of those who look at once; it says of which time it is.
/// </summary>
/// <param name="name">Of the file to save, without its ending.</param>
internal sealed class PictureResult(Picture picture, string name, string language, bool isFinal) : IResult
{
    private const string KeepForAWhile = "public, max-age=300";
    private const string KeepForAMoment = "public, max-age=10";

    // An SVG that is opened by itself is a document; nothing in it is let do anything.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var form = httpContext.Representation();
        var headers = httpContext.Response.Headers;
        headers.CacheControl = isFinal ? KeepForAWhile : KeepForAMoment;
        headers.ContentLanguage = $"{language}-CA";
        headers.ContentDisposition = $"inline; filename=\"affluence-{name}-{language}.{form.Format}\"";
        headers.ContentSecurityPolicy = Policy;
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return TypedResults.Bytes(picture.Bytes, form.MediaType, entityTag: new EntityTagHeaderValue($"\"{picture.Tag}\"")).ExecuteAsync(httpContext);
    }
}

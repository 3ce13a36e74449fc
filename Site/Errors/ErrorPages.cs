using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Affluence.Site.Assets;
using Affluence.Site.Languages;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Net.Http.Headers;

namespace Affluence.Site.Errors;

/// <summary>
/// The pages for 404, 500 and 503. They are whole documents made once, with no view and no model: what fails or is overloaded
/// when they are needed is just what makes the other pages.
/// </summary>
internal sealed class ErrorPages(SiteAssets assets)
{
    private const string RetryAfterSeconds = "30";

    private static readonly int[] Statuses =
        [StatusCodes.Status404NotFound, StatusCodes.Status500InternalServerError, StatusCodes.Status503ServiceUnavailable];

    private readonly FrozenDictionary<(int Status, SiteLanguage Language), byte[]> _pages = (
        from status in Statuses
        from language in SiteLanguage.All
        select KeyValuePair.Create((status, language), Read(status, language, assets))).ToFrozenDictionary();

    /// <summary>Answers with the error page of this status, in the language of the request.</summary>
    public Task WriteAsync(HttpContext context, int status)
    {
        var language = SiteLanguage.Of(context.Request);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentLanguage = language.Culture.Name;
        if (SiteLanguage.FromPath(context.Request.Path) is null)
        {
            response.Headers.Vary = HeaderNames.AcceptLanguage;
        }

        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = RetryAfterSeconds;
        }

        var page = _pages[(status, language)];
        response.ContentLength = page.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(page, context.RequestAborted).AsTask();
    }

    /// <summary>Gives an answer without a body, such as that to an unknown path, its page. Other statuses stay as they are.</summary>
    public Task WriteStatusAsync(StatusCodeContext context)
    {
        var status = context.HttpContext.Response.StatusCode;
        return Statuses.Contains(status) ? WriteAsync(context.HttpContext, status) : Task.CompletedTask;
    }

    private static byte[] Read(int status, SiteLanguage language, SiteAssets assets)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"Errors/{status}.{language.Code}.html");
        using var reader = new StreamReader(typeof(ErrorPages).Assembly.GetManifestResourceStream(name)!);
        return Encoding.UTF8.GetBytes(reader.ReadToEnd()
            .Replace("{stylesheet}", assets.Stylesheet, StringComparison.Ordinal)
            .Replace("{icon}", assets.Icon, StringComparison.Ordinal));
    }
}

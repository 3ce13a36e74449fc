using System.Globalization;

namespace Affluence.Site.Languages;

/// <summary>Gives a request the culture of its path, so that dates and numbers on a page are written as its text is.</summary>
internal sealed class LanguageOfPath(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (SiteLanguage.FromPath(context.Request.Path) is { } language)
        {
            CultureInfo.CurrentCulture = language.Culture;
            CultureInfo.CurrentUICulture = language.Culture;
            context.Response.Headers.ContentLanguage = language.Culture.Name;
        }

        return next(context);
    }
}

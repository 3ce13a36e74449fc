using System.Security.Cryptography;
using System.Text;
using Affluence.Report.Dashboard.Map;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.Net.Http.Headers;

namespace Affluence.Report.Dashboard.Page;

/// <summary>What browsers are told not to do with the dashboard.</summary>
internal static class PageHeaders
{
    // Scripts: our own files only, none in the page. Styles: our own files, and the map's, which carries its stylesheet so that it keeps its
    // colours when it is saved; it is known by its hash, and so is the nothing that it holds while Blazor puts it in place. Style attributes
    // are MudBlazor's: it writes one on the chart.
    private static readonly string Policy = string.Join("; ",
        "default-src 'self'",
        "script-src 'self'",
        $"style-src 'self' '{HashOf(WorldMap.Stylesheet)}' '{HashOf(string.Empty)}'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'");

    public static TBuilder WithPageHeaders<TBuilder>(this TBuilder pages)
        where TBuilder : IEndpointConventionBuilder
    {
        pages.Add(endpoint =>
        {
            if (!endpoint.Metadata.OfType<ComponentTypeMetadata>().Any())
            {
                return; // What Blazor maps beside the pages: the connection by which they live.
            }

            // Pages are read, and nothing is posted to them.
            endpoint.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));
            if (endpoint.RequestDelegate is { } next)
            {
                endpoint.RequestDelegate = context =>
                {
                    // Last of all, since Blazor has headers of its own.
                    context.Response.OnStarting(Write, context.Response.Headers);
                    return next(context);
                };
            }
        });
        return pages;
    }

    private static Task Write(object state)
    {
        var headers = (IHeaderDictionary)state;
        headers.ContentSecurityPolicy = Policy;
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";

        // A figure from a cache, or from the page before this one, would be an old one shown as new.
        headers[HeaderNames.CacheControl] = "no-store";
        return Task.CompletedTask;
    }

    private static string HashOf(string stylesheet) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(stylesheet)))}";
}

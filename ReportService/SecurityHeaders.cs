namespace Affluence.Report;

/// <summary>What browsers are told of every answer to HTTP, be it a page, data, a file, a refusal or a fault, where its endpoint does not say more.</summary>
internal static class SecurityHeaders
{
    // Of data, in which there is nothing to be loaded. What shows something has a policy of its own.
    private const string Policy = "default-src 'none'; frame-ancestors 'none'";

    private const string ReferrerPolicy = "Referrer-Policy";

    /// <summary>Before everything else, so that refusals have them too.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // What is registered first is asked last, after endpoints have spoken, and is asked also when a fault has cleared the headers.
        context.Response.OnStarting(Write, context.Response);
        return next(context);
    });

    private static Task Write(object state)
    {
        var response = (HttpResponse)state;
        if (response.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true)
        {
            return Task.CompletedTask; // No browser reads it.
        }

        var headers = response.Headers;
        headers.XContentTypeOptions = "nosniff";
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = Policy;
        }

        if (headers[ReferrerPolicy].Count == 0)
        {
            headers[ReferrerPolicy] = "same-origin";
        }

        return Task.CompletedTask;
    }
}

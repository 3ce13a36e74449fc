using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Affluence.ServiceDefaults.Credentials;

/// <summary>A service whose answers are for readers only, once <c>Credentials:Reader</c> has a token. Without one everybody may read.</summary>
public static class ReadersOnly
{
    /// <summary>Whether only readers with a token may read.</summary>
    public static bool AreAsked(IServiceProvider services) => services.GetRequiredService<CredentialVerifier>().HasToken(CredentialRole.Reader);

    /// <summary>
    /// Answers 401 to requests without a reader's token, be it for a page or the API, and UNAUTHENTICATED to gRPC. What needs another role is
    /// left to its own check, and <see cref="OpenToAnybody"/> is heeded.
    /// </summary>
    /// <remarks>
    /// A token is sent as <c>Authorization: Bearer</c>, or as the password of Basic, which is how a browser can send one without a page of ours
    /// to ask for it, and without a cookie.
    /// </remarks>
    public static IApplicationBuilder UseReadersOnly(this IApplicationBuilder app)
    {
        var verifier = app.ApplicationServices.GetRequiredService<CredentialVerifier>();
        var metrics = app.ApplicationServices.GetRequiredService<CredentialMetrics>();
        return verifier.HasToken(CredentialRole.Reader) ? app.Use((context, next) => InvokeAsync(context, next, verifier, metrics)) : app;
    }

    /// <summary>
    /// Leaves endpoints open on a closed service, as probes need them. Not ASP.NET's <c>AllowAnonymous</c>, which libraries put on theirs
    /// unasked, as Scalar does.
    /// </summary>
    public static TBuilder OpenToAnybody<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(OpenEndpoint.Instance));
        return builder;
    }

    private static Task InvokeAsync(HttpContext context, RequestDelegate next, CredentialVerifier verifier, CredentialMetrics metrics)
    {
        // A cache that many share must not hand on what one reader was told (RFC 9111, 3.5).
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.CacheControl = headers.CacheControl.ToString().Replace("public", "private", StringComparison.OrdinalIgnoreCase) is { Length: > 0 } control
                ? control
                : context.Response.StatusCode < StatusCodes.Status400BadRequest ? "private" : "no-store";
            headers.Vary = StringValues.Concat(headers.Vary, "Authorization");
            return Task.CompletedTask;
        });

        if (context.GetEndpoint()?.Metadata is { } metadata
            && (metadata.GetMetadata<RequiresCredentialAttribute>() is not null || metadata.GetMetadata<OpenEndpoint>() is not null))
        {
            return next(context);
        }

        var verdict = verifier.VerifyReader(context);
        if (verdict == CredentialVerdict.Granted)
        {
            return next(context);
        }

        metrics.Refused(CredentialRole.Reader, verdict);
        const string Detail =
            $"Send 'Authorization: Bearer' with a token of {CredentialSettings.Section}:{nameof(CredentialRole.Reader)}, or the token as the password of Basic.";
        if (GrpcRefusal.IsGrpc(context.Request))
        {
            return GrpcRefusal.UnauthenticatedAsync(context.Response, Detail);
        }

        context.Response.Headers.WWWAuthenticate = new StringValues(["Basic realm=\"affluence\", charset=\"UTF-8\"", Refusals.BearerChallenge]);
        return Refusals.NeedsCredential(Detail).ExecuteAsync(context);
    }

    private sealed class OpenEndpoint
    {
        public static OpenEndpoint Instance { get; } = new();
    }
}

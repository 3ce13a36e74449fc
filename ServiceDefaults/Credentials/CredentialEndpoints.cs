using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Affluence.ServiceDefaults.Credentials;

/// <summary>HTTP endpoints that only some may call.</summary>
public static class CredentialEndpoints
{
    /// <summary>
    /// Answers 401 to callers without the role's credential, before anything of the request is read. The service that maps the endpoint
    /// calls <see cref="CredentialServices.AddCredentials"/> for the role.
    /// </summary>
    /// <remarks>The delegate is wrapped, since filters of an endpoint run only after its parameters, and so its body, were bound.</remarks>
    public static TBuilder RequireCredential<TBuilder>(this TBuilder builder, CredentialRole role)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint =>
        {
            var protectedDelegate = endpoint.RequestDelegate ?? throw new InvalidOperationException($"{endpoint.DisplayName} answers nothing.");
            endpoint.Metadata.Add(new RequiresCredentialAttribute(role));
            endpoint.Metadata.Add(Refusals.Describe(StatusCodes.Status401Unauthorized));
            endpoint.RequestDelegate = context => InvokeAsync(context, role, protectedDelegate);
        });
        return builder;
    }

    private static Task InvokeAsync(HttpContext context, CredentialRole role, RequestDelegate next)
    {
        var verifier = context.RequestServices.GetRequiredService<CredentialVerifier>();
        var verdict = verifier.Verify(role, context);
        if (verdict == CredentialVerdict.Granted)
        {
            return next(context);
        }

        context.RequestServices.GetRequiredService<CredentialMetrics>().Refused(role, verdict);

        // RFC 6750, 3.1: a caller that sent no token is told the scheme alone.
        context.Response.Headers.WWWAuthenticate = verdict == CredentialVerdict.Wrong
            ? Refusals.BearerChallenge + ", error=\"invalid_token\""
            : Refusals.BearerChallenge;
        return Refusals.NeedsCredential(verifier.Explain([role], verdict)).ExecuteAsync(context);
    }
}

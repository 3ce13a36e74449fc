using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Affluence.ServiceDefaults.Credentials;

/// <summary>Answers to who may not do what he asks for.</summary>
internal static class Refusals
{
    /// <summary>RFC 6750, 3: how a token is sent.</summary>
    public const string BearerChallenge = "Bearer realm=\"affluence\"";

    /// <summary>What an endpoint's description says of an answer that is a problem document.</summary>
    public static ProducesResponseTypeMetadata Describe(int status) => new(status, typeof(ProblemDetails), ["application/problem+json"]);

    /// <summary>401; the challenges are the caller's to set.</summary>
    public static IResult NeedsCredential(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status401Unauthorized, title: "A credential is needed.");
}

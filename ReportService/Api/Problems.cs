using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Affluence.Report.Api;

/// <summary>What went wrong, as problem+json (RFC 9457).</summary>
internal static class Problems
{
    public const string MediaType = "application/problem+json";

    private const int SecondsToRetry = 2;

    /// <summary>400: the detail begins with the parameter's name.</summary>
    public static ProblemHttpResult BadParameter(string name, string fault) =>
        TypedResults.Problem(
            $"{name}: {fault}",
            statusCode: StatusCodes.Status400BadRequest,
            title: "A parameter is wrong.",
            extensions: [KeyValuePair.Create<string, object?>("parameter", name)]);

    public static ProblemHttpResult NoFigures(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound, title: "There are no figures.");

    public static ProblemHttpResult NoBulletin(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound, title: "There is no such bulletin.");

    public static ProblemHttpResult NotFound(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound, title: "There is no such thing.");

    public static ProblemHttpResult Conflict(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict, title: "It is there already, otherwise.");

    public static ProblemHttpResult Unprocessable(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status422UnprocessableEntity, title: "It contradicts what was asked before.");

    public static ProblemHttpResult TooLarge(int most) =>
        TypedResults.Problem($"The body has at most {most} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge, title: "The body is too large.");

    public static ProblemHttpResult NotAcceptable(IEnumerable<string> offered) =>
        TypedResults.Problem(
            $"This can be given as {string.Join(", ", offered)}.", statusCode: StatusCodes.Status406NotAcceptable, title: "No acceptable form.");

    /// <summary>503, and when to ask again.</summary>
    public static ProblemHttpResult Unavailable(HttpContext context, string detail)
    {
        context.Response.Headers.RetryAfter = SecondsToRetry.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(detail, statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not available now.");
    }
}

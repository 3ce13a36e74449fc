using System.Globalization;
using Affluence.Report.CivilTime;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Affluence.Report.Api;

/// <summary>Lists that are given in parts: how many at once, and where the next part is.</summary>
internal static class Paging
{
    public const string LimitParameter = "limit";
    public const string CursorParameter = "cursor";

    /// <summary>How many are asked for at once, or the problem to answer with.</summary>
    public static (int Limit, ProblemHttpResult? Problem) ReadLimit(string? text, int usual, int most)
    {
        var limit = usual;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit >= 1 && limit <= most)
            ? (limit, null)
            : (usual, Problems.BadParameter(LimitParameter, $"{Parsed.Quote(text)} is no whole number from 1 to {most}."));
    }

    public static ProblemHttpResult WrongCursor(string text) =>
        Problems.BadParameter(CursorParameter, $"{Parsed.Quote(text)} is none that a list gave; take the address of `next` as it is.");

    /// <summary>
    /// The address of the next part, which is that of this one with another value of one parameter; the answer names it in a Link header too
    /// (RFC 8288). It is a path, of no host: the report does not know by which name it is reached.
    /// </summary>
    public static string Next(HttpContext context, string parameter, string value)
    {
        var query = new QueryBuilder(context.Request.Query
            .Where(asked => asked.Key != parameter)
            .Select(asked => KeyValuePair.Create(asked.Key, asked.Value.ToString()))) { { parameter, value } };
        var address = $"{context.Request.PathBase}{context.Request.Path}{query}";
        context.Response.Headers.Append(HeaderNames.Link, $"<{address}>; rel=\"next\"");
        return address;
    }
}

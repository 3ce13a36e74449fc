using System.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;

namespace Affluence.Gateway.Proxy;

/// <summary>
/// Answers 502 in the place of an answer whose <c>Content-Length</c> is no number or several, as a proxy must (RFC 9112 section 6.3). HttpClient
/// takes such a body as far as it comes, and nobody would know that it is not whole.
/// </summary>
internal sealed class AnswerLengthTransform : ResponseTransform
{
    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        if (context.ProxyResponse is { } answer && answer.Content.Headers.NonValidated.TryGetValues("Content-Length", out var lengths) && !IsOneNumber(lengths))
        {
            context.SuppressResponseBody = true;
            context.HttpContext.Response.Headers.Clear();
            context.HttpContext.Response.StatusCode = StatusCodes.Status502BadGateway;
        }

        return default;
    }

    private static bool IsOneNumber(HeaderStringValues lengths)
    {
        var (first, isNumber) = (default(string), true);
        foreach (var length in lengths)
        {
            first ??= length;
            isNumber &= length == first && length.Length > 0 && length.All(char.IsAsciiDigit);
        }

        return isNumber;
    }
}

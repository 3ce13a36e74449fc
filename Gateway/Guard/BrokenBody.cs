using Yarp.ReverseProxy.Forwarder;

namespace Affluence.Gateway.Guard;

/// <summary>
/// Tells of a request that is no hit although it came as far as the site: its body turned out malformed, too long or too slow while it was
/// passed on. That is the visitor's own fault and no refusal of the site; the guard answers the same before, where it can tell by the headers.
/// </summary>
internal static class BrokenBody
{
    /// <returns>What was wrong, for the metrics; null if nothing was.</returns>
    public static string? FaultOf(HttpContext context)
    {
        var error = context.GetForwarderErrorFeature();
        return error?.Error != ForwarderError.RequestBodyClient || context.Response.HasStarted || !IsBadRequest(error.Exception)
            ? null
            : context.Response.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => "body_size",
                StatusCodes.Status408RequestTimeout => "body_timeout",
                _ => "body",
            };
    }

    /// <summary>Kestrel tells a chunk size beyond a number's range in another way than all other faults.</summary>
    private static bool IsBadRequest(Exception? exception) =>
        exception is BadHttpRequestException or IOException { InnerException: OverflowException } || (exception is AggregateException several && several.InnerExceptions.Any(IsBadRequest));
}

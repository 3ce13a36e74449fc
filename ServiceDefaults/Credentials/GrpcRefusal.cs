using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Affluence.ServiceDefaults.Credentials;

/// <summary>
/// A refusal in gRPC's own words, from before its services: an answer of headers alone ("Trailers-Only" of the gRPC protocol over HTTP/2). A
/// client makes UNAUTHENTICATED of a 401 too, but of its text nothing.
/// </summary>
internal static class GrpcRefusal
{
    private const string MediaType = "application/grpc";

    public static bool IsGrpc(HttpRequest request) => request.ContentType?.StartsWith(MediaType, StringComparison.OrdinalIgnoreCase) == true;

    /// <param name="detail">In ASCII; what is no plain letter is percent-encoded, as the protocol wants it.</param>
    public static Task UnauthenticatedAsync(HttpResponse response, string detail)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = MediaType;
        response.Headers["grpc-status"] = ((int)StatusCode.Unauthenticated).ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = Uri.EscapeDataString(detail);
        return response.CompleteAsync();
    }
}

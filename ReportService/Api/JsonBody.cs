using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Affluence.Report.Api;

/// <summary>Reads a request's body, which is never long here, so that what is wrong with it can be said field by field.</summary>
internal static class JsonBody
{
    private const int LongestBody = 8192;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>The body, to be disposed of, or the problem to answer with.</summary>
    public static async Task<(JsonDocument? Body, ProblemHttpResult? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > LongestBody)
        {
            return (null, Problems.TooLarge(LongestBody));
        }

        var bytes = new byte[LongestBody + 1];
        var length = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > LongestBody)
        {
            return (null, Problems.TooLarge(LongestBody));
        }

        try
        {
            return (JsonDocument.Parse(bytes.AsMemory(0, length), Options), null);
        }
        catch (JsonException exception)
        {
            // A field that is named twice is the one fault that the parser tells without a place.
            var fault = exception.LineNumber is { } line
                ? string.Create(CultureInfo.InvariantCulture, $"is no JSON: line {line + 1}, byte {exception.BytePositionInLine + 1}.")
                : "names a field twice.";
            return (null, Problems.BadParameter("body", fault));
        }
    }
}

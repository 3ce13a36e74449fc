using System.Globalization;
using Affluence.Gateway.Cache.Semantics;
using Affluence.Gateway.Cache.Storage;
using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Cache;

/// <summary>Gives a stored answer to a visitor: whole, a part of it, or the word that he has it already (RFC 9111 section 4, RFC 9110 sections 13 and 14).</summary>
internal static class StoredAnswer
{
    /// <param name="context">The visitor's request.</param>
    /// <param name="stored">The answer.</param>
    /// <param name="age">Its age as a field; null for an answer that the site gave to this very request and that has none.</param>
    /// <param name="status">What the cache did, for <c>Cache-Status</c>.</param>
    /// <returns>When the answer was handed to the connection, from the memory it is stored in.</returns>
    public static Task WriteAsync(HttpContext context, StoredResponse stored, string? age, string status)
    {
        var request = context.Request.Headers;
        var response = context.Response;
        if (stored.Status == StatusCodes.Status200OK)
        {
            if (Preconditions.AreNotModified(request, stored.Validators))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                WriteHeader(response.Headers, stored, age, status, withContent: false);
                return Task.CompletedTask;
            }

            if (request.Range.Count > 0 && HttpMethods.IsGet(context.Request.Method) && Preconditions.AllowRange(request, stored.Validators))
            {
                return WriteRangeAsync(context, stored, age, status);
            }
        }

        response.StatusCode = stored.Status;
        WriteHeader(response.Headers, stored, age, status, withContent: true);
        return WriteBodyAsync(context, stored.Body);
    }

    private static Task WriteRangeAsync(HttpContext context, StoredResponse stored, string? age, string status)
    {
        var response = context.Response;
        var range = ByteRange.Parse(context.Request.Headers.Range, stored.Body.Length);
        switch (range.Kind)
        {
            case RangeKind.Unsatisfiable:
                // It says nothing of the page else: with its lifetime this would be an answer that caches keep.
                response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                WriteStatus(response.Headers, status);
                response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{stored.Body.Length}");
                response.ContentLength = 0;
                return Task.CompletedTask;
            case RangeKind.Part:
                response.StatusCode = StatusCodes.Status206PartialContent;
                WriteHeader(response.Headers, stored, age, status, withContent: true);
                response.Headers.ContentRange =
                    string.Create(CultureInfo.InvariantCulture, $"bytes {range.Start}-{range.Start + range.Length - 1}/{stored.Body.Length}");
                return WriteBodyAsync(context, stored.Body.AsMemory(range.Start, range.Length));
            default:
                response.StatusCode = stored.Status;
                WriteHeader(response.Headers, stored, age, status, withContent: true);
                return WriteBodyAsync(context, stored.Body);
        }
    }

    private static Task WriteBodyAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        // Nothing may be said of a body that can't be (RFC 9110 section 8.6).
        if (context.Response.StatusCode == StatusCodes.Status204NoContent)
        {
            return Task.CompletedTask;
        }

        context.Response.ContentLength = body.Length;
        if (body.IsEmpty || HttpMethods.IsHead(context.Request.Method))
        {
            return Task.CompletedTask;
        }

        var written = context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
        return written.IsCompletedSuccessfully ? Task.CompletedTask : written.AsTask();
    }

    private static void WriteHeader(IHeaderDictionary headers, StoredResponse stored, string? age, string status, bool withContent)
    {
        foreach (var (name, value) in stored.Fields)
        {
            if (withContent || !IsOfContent(name))
            {
                headers[name] = value;
            }
        }

        if (age is not null)
        {
            headers.Age = age;
        }

        WriteStatus(headers, status);
    }

    private static void WriteStatus(IHeaderDictionary headers, string status) =>
        headers[CacheStatus.Name] = headers.TryGetValue(CacheStatus.Name, out var before) ? StringValues.Concat(before, status) : status;

    private static bool IsOfContent(string name) =>
        name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) && !name.Equals("Content-Location", StringComparison.OrdinalIgnoreCase);
}

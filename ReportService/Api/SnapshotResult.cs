using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Affluence.Report.Snapshots;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Affluence.Report.Api;

/// <summary>
/// One snapshot as JSON. A final one carries an entity tag, and under an address that names its revision it may be kept for good; without,
/// a later revision may take its place. A minute that is not final yet may be kept by nobody, and the current snapshot for a second.
/// </summary>
internal sealed class SnapshotResult(Snapshot snapshot, SnapshotResult.Address address) : IResult, IEndpointMetadataProvider
{
    private const string KeepForGood = "public, max-age=31536000, immutable";
    private const string KeepAndAsk = "public, no-cache";
    private const string KeepForAMoment = "public, max-age=1";
    private const string KeepNot = "no-store";

    /// <summary>What the address names.</summary>
    public enum Address
    {
        Current,
        Minute,
        Revision,
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(snapshot, SnapshotJson.Options);
        httpContext.Response.Headers.CacheControl = address switch
        {
            Address.Current => KeepForAMoment,
            Address.Revision when snapshot.Final => KeepForGood,
            Address.Minute when snapshot.Final => KeepAndAsk,
            _ => KeepNot,
        };

        // Of the bytes and not of the minute: a newer version of this program may tell the same figures in more words.
        var tag = snapshot.Final ? new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"") : null;

        // Answers 304 by If-None-Match, and sets the length for HEAD.
        return TypedResults.Bytes(body, Representation.Json.MediaType, entityTag: tag).ExecuteAsync(httpContext);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Snapshot), [Representation.Json.MediaType]));
}

using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Affluence.Report.Api.Description;

/// <summary>What the generator of the API's description can't see of answers: their headers, and the 304 to a client that has them already.</summary>
internal static class ResponseTable
{
    private static readonly HashSet<string> WithEntityTag = new(StringComparer.Ordinal)
    {
        "GetSnapshot", "GetBulletin", "GetBulletinByNumber", "GetCurvePNG", "GetCurveSVG", "GetCountriesPNG", "GetCountriesSVG",
    };

    private static readonly HashSet<string> WithBulletin = new(StringComparer.Ordinal) { "GetBulletin", "GetBulletinByNumber" };

    private static readonly HashSet<string> WithParts = new(StringComparer.Ordinal)
    {
        "ListSnapshots", "ListBulletins", "ListAnnotations", "ListAlerts",
    };

    private static readonly HashSet<string> WithFile = new(StringComparer.Ordinal)
    {
        "ListSnapshots", "GetCurvePNG", "GetCurveSVG", "GetCountriesPNG", "GetCountriesSVG",
    };

    public static void Describe(OpenApiOperation operation, bool isRead)
    {
        var name = operation.OperationId ?? throw new InvalidOperationException("An operation has no name.");
        if (WithEntityTag.Contains(name))
        {
            operation.Responses!["304"] = new OpenApiResponse { Description = "What If-None-Match names is still what would be sent." };
        }

        foreach (var (status, answer) in operation.Responses!)
        {
            if (answer is OpenApiResponse response)
            {
                response.Headers = HeadersOf(name, status, isRead);
            }
        }
    }

    private static Dictionary<string, IOpenApiHeader> HeadersOf(string operation, string status, bool isRead)
    {
        var headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal)
        {
            ["Cache-Control"] = Header("How long the answer may be kept.", isRead && status == "200" ? "public, max-age=1" : "no-store"),
        };
        if (isRead)
        {
            headers["Access-Control-Allow-Origin"] = Header("Pages of every site may read it; absent where only readers with a token may.", "*");
        }

        var isContent = status is "200" or "304";
        Add(isContent && WithEntityTag.Contains(operation), "ETag", "Of what is sent; for If-None-Match. Absent while it can still change.", "\"5f8a0c…\"");
        Add(isContent && WithBulletin.Contains(operation), "Content-Location", "The permalink of what is sent; absent of a draft.", "/api/v1/bulletins/1?lang=en");
        Add(isContent && WithBulletin.Contains(operation), "Link", "Relations successor-version and predecessor-version: the bulletin that replaced it, and that it replaced.", "</api/v1/bulletins/2?lang=en>; rel=\"successor-version\"");
        Add(status == "200" && WithBulletin.Contains(operation), "Repr-Digest", "RFC 9530: SHA-256 of what is sent; absent of a draft.", "sha-256=:…:");
        Add(status == "200" && WithParts.Contains(operation), "Link", "Relation next: the following part of the list.", "</api/v1/bulletins?cursor=120>; rel=\"next\"");
        Add(status == "200" && WithFile.Contains(operation), "Content-Disposition", "Name of the file to save.", "inline; filename=\"affluence-curve-3h-20161109T0400Z-en.png\"");
        Add(status == "201", "Location", "Where it stands.", "/api/v1/annotations/0158482b-6b80-7000-8000-000000000000");
        Add(status == "401", "WWW-Authenticate", "What is asked for.", "Bearer");
        Add(status == "503", "Retry-After", "In how many seconds to ask again.", 2);
        return headers;

        void Add(bool applies, string name, string description, JsonNode example)
        {
            if (applies)
            {
                headers[name] = Header(description, example);
            }
        }
    }

    private static OpenApiHeader Header(string description, JsonNode example) => new()
    {
        Description = description,
        Schema = new OpenApiSchema { Type = example.GetValueKind() == System.Text.Json.JsonValueKind.Number ? JsonSchemaType.Integer : JsonSchemaType.String },
        Example = example,
    };
}

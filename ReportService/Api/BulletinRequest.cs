using System.Text.Json;
using System.Text.Json.Nodes;
using Affluence.Report.CivilTime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;

namespace Affluence.Report.Api;

/// <summary>The request that has a bulletin issued: <c>{ "at": "2016-11-08T23:00" }</c>.</summary>
internal static class BulletinRequest
{
    private const string AtField = "at";

    /// <summary>The minute to issue, or the problem to answer with.</summary>
    public static async Task<(DateTimeOffset At, ProblemHttpResult? Problem)> ReadAsync(
        HttpRequest request, DateTimeZone zone, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync(request, cancellationToken);
        using (body)
        {
            return body is null ? (default, problem) : Read(body.RootElement, zone);
        }
    }

    /// <summary>Its body is read by hand, so the generator of the API's description sees none.</summary>
    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Representation.Json.MediaType] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Required = new HashSet<string> { AtField },
                        Properties = new Dictionary<string, IOpenApiSchema>
                        {
                            [AtField] = new OpenApiSchema
                            {
                                Type = JsonSchemaType.String,
                                Description = "The minute: an RFC 3339 instant, or a date and time on the site's clocks.",
                            },
                        },
                    },
                    Example = new JsonObject { [AtField] = MomentText.Example },
                },
            },
        };
        return Task.CompletedTask;
    }

    private static (DateTimeOffset At, ProblemHttpResult? Problem) Read(JsonElement json, DateTimeZone zone)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return (default, Problems.BadParameter("body", "is no JSON object."));
        }

        foreach (var field in json.EnumerateObject().Where(field => field.Name != AtField))
        {
            return (default, Problems.BadParameter(Parsed.Quote(field.Name).Trim('\''), $"is no field of this request; there is {AtField} alone."));
        }

        if (!json.TryGetProperty(AtField, out var value) || value.ValueKind != JsonValueKind.String)
        {
            return (default, Problems.BadParameter(AtField, $"must be a text, for example \"{MomentText.Example}\"."));
        }

        var moment = MomentText.Parse(value.GetString()!, zone);
        return moment.Succeeded ? (moment.Value.Value, null) : (default, Problems.BadParameter(AtField, moment.Error));
    }
}

using System.Text.Json.Nodes;
using Affluence.Report.Annotations;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Affluence.Report.Api;

/// <summary>The request that notes something, for the API's description: its body is read by hand, so the generator sees none.</summary>
internal static class AnnotationRequest
{
    public const string IdempotencyKey = "Idempotency-Key";
    public const int LongestKey = 128;

    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = AnnotationText.LongestText };
        var moment = new OpenApiSchema { Type = JsonSchemaType.String, Description = "An RFC 3339 instant, or a date and time on the site's clocks." };
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
                        Required = new HashSet<string> { "at", "text" },
                        Properties = new Dictionary<string, IOpenApiSchema>
                        {
                            ["at"] = moment,
                            ["until"] = moment,
                            ["text"] = new OpenApiSchema
                            {
                                OneOf =
                                [
                                    text,
                                    new OpenApiSchema
                                    {
                                        Type = JsonSchemaType.Object,
                                        MinProperties = 1,
                                        Properties = new Dictionary<string, IOpenApiSchema> { ["en"] = text, ["fr"] = text },
                                    },
                                ],
                            },
                        },
                    },
                    Example = new JsonObject
                    {
                        ["at"] = "2016-11-08T22:57",
                        ["text"] = new JsonObject { ["en"] = "Networks call the election", ["fr"] = "Les réseaux annoncent le résultat" },
                    },
                },
            },
        };
        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = IdempotencyKey,
            In = ParameterLocation.Header,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = LongestKey },
        });
        return Task.CompletedTask;
    }
}

using Affluence.ServiceDefaults.Credentials;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Affluence.Report.Api.Description;

/// <summary>The description of the API: OpenAPI for programs, a page for people.</summary>
internal static class ApiDocument
{
    public const string PageAddress = "/scalar/";

    private const string OperatorScheme = "operator";
    private const string ReaderScheme = "reader";

    // The page starts itself by a script in its text and styles itself from its script; whatever it may be made to do, it asks nobody else.
    private const string PagePolicy =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
        "font-src 'self' data:; frame-ancestors 'none'";

    public static void AddApiDocument(this IServiceCollection services) =>
        services.AddOpenApi("v1", options =>
        {
            // HEAD and OPTIONS are answered wherever GET is, and would say everything three times.
            options.ShouldInclude = description =>
                description.HttpMethod is not ("HEAD" or "OPTIONS") && description.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
            options.AddDocumentTransformer((document, context, _) =>
            {
                // The report does not know by which name the world reaches it; the asker's Host is not it, or may be made up.
                document.Servers = [new OpenApiServer { Url = "/" }];
                document.Info = new OpenApiInfo
                {
                    Title = "Affluence report",
                    Version = "v1",
                    Description =
                        "How many visitors a public site has, compared with the same moment a week earlier. A figure that can't honestly be given " +
                        "is null, and `unavailable` says why; zero is always a counted zero.",
                };
                (document.Components ??= new OpenApiComponents()).SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                {
                    [OperatorScheme] = new OpenApiSecurityScheme
                    {
                        Type = SecuritySchemeType.Http,
                        Scheme = "bearer",
                        Description = "A token of Credentials:Operator. Where none is configured, callers on the report's own machine need none.",
                    },
                };
                document.Security = [ReadersRequirement(document, context.ApplicationServices)];
                Operations.Describe(document);
                return Task.CompletedTask;
            });
            options.AddOperationTransformer((operation, context, _) =>
            {
                if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiresCredentialAttribute>().Any())
                {
                    operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(OperatorScheme, context.Document)] = [] }];
                }

                return Task.CompletedTask;
            });
            options.AddSchemaTransformer((schema, context, _) =>
            {
                Describe(schema, context.JsonTypeInfo.Type);
                return Task.CompletedTask;
            });
        });

    public static void MapApiDocument(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi();
        var page = endpoints.MapScalarApiReference(PageAddress, options =>
        {
            options.Title = "Affluence report";

            // Nothing from a third party: no fonts, no telemetry, no assistant that sends what is looked at elsewhere.
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.DisableAgent();
            options.DisableMcp();
        });
        page.AddEndpointFilter((invocation, next) =>
        {
            invocation.HttpContext.Response.Headers.ContentSecurityPolicy = PagePolicy;
            return next(invocation);
        });
    }

    private static OpenApiSecurityRequirement ReadersRequirement(OpenApiDocument document, IServiceProvider services)
    {
        if (!ReadersOnly.AreAsked(services))
        {
            return [];
        }

        document.Components!.SecuritySchemes![ReaderScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A token of Credentials:Reader. The same as the password of Basic is accepted too.",
        };
        return new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ReaderScheme, document)] = [] };
    }

    // What is written by a converter of ours is unknown to the generator.
    private static void Describe(OpenApiSchema schema, Type type)
    {
        if (type == typeof(TimeSpan) || type == typeof(TimeSpan?))
        {
            schema.Type = type == typeof(TimeSpan) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Format = "duration";
            schema.Pattern = null;
        }
        else if (type == typeof(CountryCode))
        {
            schema.Type = JsonSchemaType.String;
            schema.Pattern = "^[A-Z]{2}$";
            schema.Properties = null;
        }
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Affluence.ReportService.Tests.Fakes;

namespace Affluence.ReportService.Tests.Api;

[Trait("Category", "Integration")]
public class ApiDocumentTests(SharedReport report) : IClassFixture<SharedReport>
{
    [Theory]
    [InlineData("/api/v1/snapshots/current", "Snapshot", "application/json", "", "406 503")]
    [InlineData("/api/v1/snapshots/{at}", "Snapshot", "application/json", "at revision", "304 400 404 406 503")]
    [InlineData("/api/v1/snapshots/{at}/revisions", "RevisionList", "application/json", "at", "400 404 406")]
    [InlineData("/api/v1/snapshots", "SnapshotList", "application/json text/csv", "bom by format from limit separator step to", "400 406 503")]
    [InlineData("/api/v1/surges", "SurgeList", "application/json", "from to", "400 406")]
    [InlineData("/api/v1/fairness", "FairnessDocument", "application/json", "from to", "400 406 503")]
    [InlineData("/api/v1/annotations", "AnnotationList", "application/json", "cursor from limit to withdrawn", "400 406")]
    [InlineData("/api/v1/annotations/{id}", "Annotation", "application/json", "id", "404 406")]
    [InlineData("/api/v1/bulletin", "BulletinDocument", "application/json text/markdown text/plain", "at format lang", "304 400 404 406 503")]
    [InlineData("/api/v1/bulletins", "BulletinList", "application/json", "at cursor from limit to", "400 406")]
    [InlineData("/api/v1/bulletins/{number}", "BulletinDocument", "application/json text/markdown text/plain", "format lang number", "304 400 404 406")]
    [InlineData("/api/v1/stream", "Snapshot", "text/event-stream", "", "406 503")]
    [InlineData("/api/v1/site", "SiteDocument", "application/json", "", "406")]
    public async Task OpenApi_EachEndpoint_ParametersFormsAndErrors(string path, string schema, string forms, string parameters, string errors)
    {
        var document = await report.Host.GetJsonAsync("/openapi/v1.json");

        var operation = document["paths"]![path]!["get"]!;
        var answer = operation["responses"]!["200"]!["content"]!.AsObject();

        Assert.Null(operation["security"]);
        Assert.Equal(forms.Split(' '), answer.Select(form => form.Key).Order());
        Assert.All(answer, form => Assert.Equal($"#/components/schemas/{schema}", (string?)form.Value!["schema"]!["$ref"]));
        Assert.Equal(parameters, string.Join(' ', (operation["parameters"]?.AsArray() ?? []).Select(parameter => (string?)parameter!["name"]).Order()));
        Assert.Equal(errors, string.Join(' ', operation["responses"]!.AsObject().Select(response => response.Key).Where(code => code != "200").Order()));
        Assert.NotEmpty((string?)operation["summary"] ?? string.Empty);
    }

    [Theory]
    [InlineData("curve.png", "image/png", "at height lang span theme width")]
    [InlineData("curve.svg", "image/svg+xml", "at height lang span theme width")]
    [InlineData("countries.png", "image/png", "at height lang theme width")]
    [InlineData("countries.svg", "image/svg+xml", "at height lang theme width")]
    public async Task OpenApi_EachPicture_ParametersFormAndErrors(string name, string form, string parameters)
    {
        var operation = (await report.Host.GetJsonAsync("/openapi/v1.json"))["paths"]![$"/api/v1/pictures/{name}"]!["get"]!;

        Assert.Equal([form], operation["responses"]!["200"]!["content"]!.AsObject().Select(answer => answer.Key));
        Assert.Equal(parameters, string.Join(' ', operation["parameters"]!.AsArray().Select(parameter => (string?)parameter!["name"]).Order()));
        Assert.Equal("304 400 404 406 503", string.Join(' ', operation["responses"]!.AsObject().Select(response => response.Key).Where(code => code != "200").Order()));
        var width = operation["parameters"]!.AsArray().Single(parameter => (string?)parameter!["name"] == "width")!["schema"]!;
        Assert.Equal((320, 2400), ((int?)width["minimum"], (int?)width["maximum"]));
    }

    [Theory]
    [InlineData("/api/v1/annotations", "post", "Annotation", "Idempotency-Key", "201", "200 400 401 403 409 413 415 422")]
    [InlineData("/api/v1/bulletins", "post", "BulletinEntry", "", "201", "200 400 401 403 404 413 415 503")]
    [InlineData("/api/v1/annotations/{id}", "delete", "Annotation", "id", "200", "401 403 404 415")]
    public async Task OpenApi_EachChange_NeedsTheOperatorsCredential(
        string path, string method, string schema, string parameters, string success, string others)
    {
        var document = await report.Host.GetJsonAsync("/openapi/v1.json");

        var operation = document["paths"]![path]![method]!;

        Assert.Equal("""[{"operator":[]}]""", operation["security"]!.ToJsonString());
        Assert.Equal("bearer", (string?)document["components"]!["securitySchemes"]!["operator"]!["scheme"]);
        Assert.Equal($"#/components/schemas/{schema}", (string?)operation["responses"]![success]!["content"]!["application/json"]!["schema"]!["$ref"]);
        Assert.Equal(parameters, string.Join(' ', operation["parameters"]?.AsArray().Select(parameter => (string?)parameter!["name"]) ?? []));
        Assert.Equal(others, string.Join(' ', operation["responses"]!.AsObject().Select(response => response.Key).Where(code => code != success).Order()));
        Assert.Equal(method == "post", operation["requestBody"]?["content"]!["application/json"]!["schema"]!["properties"]!["at"] is not null);
        Assert.NotEmpty((string?)operation["summary"] ?? string.Empty);
    }

    [Fact]
    public async Task OpenApi_Alerts_NeedTheOperatorsCredentialToRead()
    {
        var document = await report.Host.GetJsonAsync("/openapi/v1.json");

        var operation = document["paths"]!["/api/v1/alerts"]!["get"]!;

        Assert.Equal("""[{"operator":[]}]""", operation["security"]!.ToJsonString());
        Assert.Equal("#/components/schemas/AlertList", (string?)operation["responses"]!["200"]!["content"]!["application/json"]!["schema"]!["$ref"]);
        Assert.Equal("401", operation["responses"]!.AsObject().Select(response => response.Key).Single(code => code == "401"));
    }

    [Fact]
    public async Task OpenApi_EveryParameter_IsDescribedWithItsFormAndAnExample()
    {
        var document = await report.Host.GetJsonAsync("/openapi/v1.json");

        var parameters = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().SelectMany(operation => operation.Value!["parameters"]?.AsArray() ?? []))
            .ToList();

        Assert.All(parameters, parameter =>
        {
            var schema = parameter!["schema"]!.AsObject();
            Assert.NotEmpty((string?)parameter["description"] ?? string.Empty);
            Assert.NotNull(parameter["example"]);
            Assert.True(
                schema.ContainsKey("enum") || schema.ContainsKey("format") || schema.ContainsKey("anyOf") || schema.ContainsKey("maxLength")
                    || (string?)parameter["name"] == "cursor",
                $"{parameter["name"]} has no form");
        });
        var range = document["paths"]!["/api/v1/snapshots"]!["get"]!["parameters"]!.AsArray();
        Assert.Equal(["from", "to"], range.Where(parameter => (bool?)parameter!["required"] == true).Select(parameter => (string?)parameter!["name"]));
    }

    [Fact]
    public async Task OpenApi_Answers_TellTheirHeaders()
    {
        var document = await report.Host.GetJsonAsync("/openapi/v1.json");

        var snapshot = document["paths"]!["/api/v1/snapshots/{at}"]!["get"]!["responses"]!;
        Assert.NotNull(snapshot["200"]!["headers"]!["ETag"]);
        Assert.NotNull(snapshot["304"]!["headers"]!["ETag"]);
        Assert.NotNull(snapshot["503"]!["headers"]!["Retry-After"]);
        Assert.NotNull(document["paths"]!["/api/v1/bulletins"]!["get"]!["responses"]!["200"]!["headers"]!["Link"]);
        Assert.All(
            document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).SelectMany(operation => operation.Value!["responses"]!.AsObject()),
            response => Assert.NotNull(response.Value!["headers"]!["Cache-Control"]));
    }

    [Fact]
    public async Task OpenApi_Server_IsNotTheNameTheAskerUsed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        request.Headers.Host = "localhost";

        using var response = await report.Host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var document = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

        Assert.Equal("""[{"url":"/"}]""", document["servers"]!.ToJsonString());
    }

    [Fact]
    public async Task OpenApi_Operations_NoOthers()
    {
        var document = await report.Host.GetJsonAsync("/openapi/v1.json");

        Assert.Equal(21, document["paths"]!.AsObject().Sum(path => path.Value!.AsObject().Count));
    }

    [Fact]
    public async Task OpenApi_WhatOurConvertersWrite_IsDescribedAsItIsWritten()
    {
        var schemas = (await report.Host.GetJsonAsync("/openapi/v1.json"))["components"]!["schemas"]!;

        Assert.Equal("""{"type":"string","format":"duration"}""", WithoutDescription(schemas["Snapshot"]!["properties"]!["window"]!));
        Assert.Equal("""{"type":["null","string"],"format":"duration"}""", WithoutDescription(schemas["Quality"]!["properties"]!["freshness"]!));
        Assert.Equal("""{"pattern":"^[A-Z]{2}$","type":"string"}""", WithoutDescription(schemas["CountryCode"]!));
        Assert.Equal(["unknown", "normal", "surge"], schemas["SurgeLevel"]!["enum"]!.AsArray().Select(value => (string?)value));
    }

    [Fact]
    public async Task Page_AllItAsksFor_ComesFromHere()
    {
        using var page = await report.Host.Http.GetAsync("/scalar/", TestContext.Current.CancellationToken);
        using var script = await report.Host.Http.GetAsync("/scalar/scalar.js", TestContext.Current.CancellationToken);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
        Assert.DoesNotContain("http:", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"telemetry\":false", html, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'self'; ", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Site_GeoIsAway_DefinitionsAndWhyThereIsNoDataset()
    {
        var site = await report.Host.GetJsonAsync("/api/v1/site");

        Assert.Equal("America/Toronto", (string?)site["timeZone"]);
        Assert.Equal(TimeZoneRules.Bundled.Version, (string?)site["timeZoneData"]);
        Assert.StartsWith("Unicode CLDR ", (string?)site["countryNames"], StringComparison.Ordinal);
        Assert.Equal("1", (string?)site["method"]);
        Assert.All(site["definitions"]!.AsArray(), definition => Assert.NotEmpty((string?)definition!["meaning"]!["fr"] ?? string.Empty));
        Assert.True(site.AsObject().ContainsKey("dataset"));
        Assert.Null(site["dataset"]);
        Assert.Equal("GeoService gave no answer (Unavailable).", (string?)site["unavailable"]!["dataset"]);
    }

    private static string WithoutDescription(JsonNode schema)
    {
        var copy = schema.DeepClone().AsObject();
        copy.Remove("description");
        return copy.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}

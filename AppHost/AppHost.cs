using System.Globalization;
using Affluence.AppHost.Publishing;

var builder = DistributedApplication.CreateBuilder(args);
var isPublishing = builder.ExecutionContext.IsPublishMode;
if (isPublishing)
{
    PublishingEnvironment.Add(builder);
}

// The counter (identity days) and the report (comparisons) must live in the same civil time.
var timeZone = builder.AddParameter("time-zone", builder.Configuration["SiteTime:TimeZone"] ?? "America/Toronto", publishValueAsDefault: true);

// An existing Redis or Valkey, when one is configured; else a container with a generated password, whose figures survive a restart.
IResourceBuilder<IResourceWithConnectionString> redis = string.IsNullOrWhiteSpace(builder.Configuration["ConnectionStrings:redis"])
    ? builder.AddRedis("redis").WithDataVolume().WithPersistence(TimeSpan.FromMinutes(1))
    : builder.AddConnectionString("redis");

var site = AddService<Projects.Site>("site");
AddKnobPreset("healthy", "Site: healthy", "Heart", confirmation: null);
AddKnobPreset("slow", "Site: slow", "Clock", "Every page will take three seconds. Go on?");
AddKnobPreset("overloaded", "Site: overloaded", "People", "The site will turn away whom it cannot serve. Go on?");
AddKnobPreset("failing", "Site: failing", "ErrorCircle", "Half of all pages will be errors. Go on?");

var geo = SpeakHttp2(AddService<Projects.GeoService>("geo"), "http");

var counter = SpeakHttp2(AddService<Projects.CounterService>("counter"), "http")
    .WithEnvironment("SiteTime__TimeZone", timeZone)
    .WithReference(redis)
    .WaitFor(redis);

var report = AddService<Projects.ReportService>("report")
    .WithHttpEndpoint(targetPort: PortWhenPublished(8086), name: "grpc", env: "Grpc__Port")
    .WithEnvironment("SiteTime__TimeZone", timeZone)
    .WithReference(counter.GetEndpoint("http"))
    .WithReference(geo.GetEndpoint("http"))
    .WaitFor(counter)
    .WaitFor(geo)
    .WithUrlForEndpoint("http", url =>
    {
        url.DisplayText = "Current snapshot";
        url.Url += "/api/v1/snapshots/current";
    });
SpeakHttp2(report, "grpc");
OpenToThePublic(report, "http");
OpenToThePublic(report, "grpc");

// Published, it takes requests for the loopback names only and trusts no proxy until Gateway__Guard__Hosts__0 and
// Gateway__TrustedProxies__Networks__0 say otherwise: neither has a default that would be right for a public host.
var gateway = AddService<Projects.Gateway>("gateway")
    .WithReplicas(ReadReplicas(builder.Configuration["Gateway:Replicas"]))
    .WithReference(site.GetEndpoint("http"))
    .WithReference(geo.GetEndpoint("http"))
    .WithReference(counter.GetEndpoint("http"))
    .WaitFor(site)
    .WaitFor(geo)
    .WaitFor(counter)
    .WithUrlForEndpoint("http", url =>
    {
        url.DisplayText = "Site, through the gateway";
    });
OpenToThePublic(gateway, "http");

if (isPublishing)
{
    // On one machine the services know each other by its loopback; containers do not, and the counter takes nothing from strangers. The
    // values are asked for when what is published is deployed.
    GiveToken("ingest-token", "Ingest", counter, gateway);
    GiveToken("identity-token", "Identity", counter, gateway);
    GiveToken("query-token", "Query", counter, report);
    GiveToken("operator-token", "Operator", report, site);

    // Compose keeps the history, and what a gateway had not delivered when it was replaced, on named volumes.
    KeepFolder(report, "Report__DataDirectory", "report");
    KeepFolder(gateway, "Gateway__Spool__Directory", "gateway-spool");
}
else
{
    // The simulator plays many visitors from this machine, each by an address of his own.
    gateway
        .WithEnvironment("Gateway__TrustedProxies__Networks__0", "127.0.0.0/8")
        .WithEnvironment("Gateway__TrustedProxies__Networks__1", "::1/128");

    builder.AddProject<Projects.Simulator>("simulator", options => options.ExcludeLaunchProfile = true)
        .WithArgs(
            "live",
            "--gateway", gateway.GetEndpoint("http"),
            "--report", report.GetEndpoint("http"),
            "--visitors", "20000",
            "--minutes", "2",
            "--mix", "US=50,CA=37,AU=3,GB=1,other=9")
        .WithParentRelationship(gateway)
        .WithExplicitStart();
}

builder.Build().Run();

// Every service has two ports: "http" for its work, under the name that others find it by, and "management" for health, metrics and
// operators. An endpoint with a variable of its own is left out of ASPNETCORE_URLS and HTTP_PORTS, so the first holds "http" alone.
IResourceBuilder<ProjectResource> AddService<TProject>(string name)
    where TProject : IProjectMetadata, new() =>
    builder.AddProject<TProject>(name, options => options.ExcludeLaunchProfile = true)
        .WithHttpEndpoint(targetPort: PortWhenPublished(8080), name: "http")
        .WithHttpEndpoint(targetPort: PortWhenPublished(9080), name: "management", env: "Management__Port")
        .WithHttpHealthCheck("/health", endpointName: "management")
        // Published projects are told to believe X-Forwarded-For from anybody: each visitor could choose his address, and anybody
        // could pass for an operator on loopback.
        .DisableForwardedHeaders();

// Containers have a port space each; on one machine Aspire finds free ports.
int? PortWhenPublished(int port) => isPublishing ? port : null;

// AsHttp2Service and WithExternalHttpEndpoints take all endpoints of a resource, and so would take the management port with them.
static IResourceBuilder<ProjectResource> SpeakHttp2(IResourceBuilder<ProjectResource> service, string endpointName) =>
    service.WithEndpoint(endpointName, endpoint => endpoint.Transport = "http2");

static void OpenToThePublic(IResourceBuilder<ProjectResource> service, string endpointName) =>
    service.WithEndpoint(endpointName, endpoint => endpoint.IsExternal = true);

void GiveToken(string parameter, string role, params ReadOnlySpan<IResourceBuilder<ProjectResource>> services)
{
    var token = builder.AddParameter(parameter, secret: true);
    foreach (var service in services)
    {
        service.WithEnvironment($"Credentials__{role}__Tokens__0", token);
    }
}

// The home is the only folder of the images that their user may write to. The volume covers all of it, since a new one takes the owner of
// the folder it covers: mounted at a folder that no image has it would be root's.
static void KeepFolder(IResourceBuilder<ProjectResource> service, string variable, string folder) =>
    service
        .WithEnvironment(variable, "/home/app/" + folder)
        .WithAnnotation(new ContainerMountAnnotation(folder, "/home/app", ContainerMountType.Volume, isReadOnly: false));

void AddKnobPreset(string preset, string displayName, string iconName, string? confirmation) =>
    site.WithHttpCommand(
        $"/knobs/presets/{preset}",
        displayName,
        endpointName: "management",
        commandName: $"knobs-{preset}",
        commandOptions: new HttpCommandOptions
        {
            Method = HttpMethod.Post,
            IconName = iconName,
            IsHighlighted = confirmation is null,
            ConfirmationMessage = confirmation,
        });

static int ReadReplicas(string? text)
{
    if (string.IsNullOrEmpty(text))
    {
        return 1;
    }

    return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var replicas) && replicas > 0
        ? replicas
        : throw new InvalidOperationException($"Gateway:Replicas is '{text}', and must be a whole number from 1 up.");
}

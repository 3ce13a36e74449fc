using Affluence.AppHost.Dashboard;
using Affluence.AppHost.Publishing;
using Affluence.AppHost.Services;
using Affluence.AppHost.Store;
using Affluence.ServiceDefaults;

return await ServiceExit.RunAsync(async () =>
{
    var builder = DistributedApplication.CreateBuilder(args);
    if (builder.ExecutionContext.IsPublishMode)
    {
        PublishingEnvironment.Add(builder);
    }

    var timeZone = builder.AddTimeZone();
    var redis = await builder.AddStoreAsync();

    // Below, a service waits until what it needs was started, and not until that is healthy: all bear each other's absence, what is
    // Degraded (a country file that is old) serves, and the whole is up 4 s sooner.
    var site = builder.AddService<Projects.Site>("site")
        .WithDetail("http", "Site, without the gateway");

    var geo = builder.AddService<Projects.GeoService>("geo")
        .WithConfiguredReplicas()
        .WithGrpc("http");

    var counter = builder.AddService<Projects.CounterService>("counter")
        .WithConfiguredReplicas()
        .WithGrpc("http")
        .WithSiteTime(timeZone)
        .WithReference(redis)
        .WaitForStart(redis);

    var report = builder.AddService<Projects.ReportService>("report")
        .WithHttpEndpoint(targetPort: builder.PortWhenPublished(8086), name: "grpc", env: "Grpc__Port")
        .WithSiteTime(timeZone)
        .WithReference(counter.GetEndpoint("http"))
        .WithReference(geo.GetEndpoint("http"))
        .WaitForStart(counter)
        .WaitForStart(geo)
        .WithGrpc("grpc")
        .WithPublicEndpoint("http")
        .WithPublicEndpoint("grpc")
        .WithLink("http", "/", "Dashboard")
        .WithLink("http", "/scalar/", "API")
        .WithLink("http", "/api/v1/snapshots/current", "Current snapshot");

    // Published, it takes requests for the loopback names only and trusts no proxy until Gateway__Guard__Hosts__0 and
    // Gateway__TrustedProxies__Networks__0 say otherwise: neither has a default that would be right for a public host.
    var gateway = builder.AddService<Projects.Gateway>("gateway")
        .WithConfiguredReplicas()
        .WithReference(site.GetEndpoint("http"))
        .WithReference(geo.GetEndpoint("http"))
        .WithReference(counter.GetEndpoint("http"))
        .WaitForStart(site)
        .WaitForStart(geo)
        .WaitForStart(counter)
        .WithPublicEndpoint("http")
        .WithLink("http", "/", "Site")
        .WithManagementLink("/delivery", "Delivery")
        .WithManagementLink("/waiting-room", "Waiting room");

    var ingestToken = builder.AddToken("ingest-token", "Ingest", counter, gateway);
    builder.AddToken("identity-token", "Identity", counter, gateway);
    builder.AddToken("query-token", "Query", counter, report);
    var operatorToken = builder.AddToken("operator-token", "Operator", report, site, gateway);
    site.WithKnobs(operatorToken);
    gateway.WithPurges(operatorToken);

    if (builder.ExecutionContext.IsPublishMode)
    {
        // Compose keeps the history, what a gateway had not delivered when it was replaced, and the keys of the days' secrets on named volumes.
        report.WithFolderOnVolume("Report__DataDirectory", "report");
        gateway.WithFolderOnVolume("Gateway__Spool__Directory", "gateway-spool");
        counter.WithFolderOnVolume("Counter__Identity__KeyDirectory", "identity-keys");
    }
    else
    {
        builder.AddSimulator(site, geo, counter, report, gateway, timeZone, ingestToken);
        builder.AddWatches();
        DashboardPorts.ThrowIfTaken(builder.Configuration);
    }

    await builder.RunToTheEndAsync();
});

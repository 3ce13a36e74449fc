using Affluence.AppHost.Services;

namespace Affluence.AppHost.Dashboard;

/// <summary>The simulator's runs, which wait to be asked, and the buttons that ask for them.</summary>
internal static class SimulatorResources
{
    private const string Live = "simulator-live";
    private const string Night = "simulator-night";

    /// <summary>Part of the night's visitors that is played: about a minute's work, where all of them are several. The ratios are the same.</summary>
    private const string NightScale = "0.1";

    public static void AddSimulator(
        this IDistributedApplicationBuilder builder,
        IResourceBuilder<ProjectResource> site,
        IResourceBuilder<ProjectResource> geo,
        IResourceBuilder<ProjectResource> counter,
        IResourceBuilder<ProjectResource> report,
        IResourceBuilder<ProjectResource> gateway,
        IResourceBuilder<ParameterResource> timeZone,
        IResourceBuilder<ParameterResource> ingestToken)
    {
        // It plays many visitors from this machine, each by an address of his own.
        gateway
            .WithEnvironment("Gateway__TrustedProxies__Networks__0", "127.0.0.0/8")
            .WithEnvironment("Gateway__TrustedProxies__Networks__1", "::1/128");

        var scale = builder.Configuration["Night:Scale"] ?? NightScale;
        var live = Add(
            builder,
            Live,
            gateway,
            "live",
            "--gateway", gateway.GetEndpoint("http"),
            "--report", report.GetEndpoint("http"),
            "--visitors", "20000",
            "--minutes", "2",
            "--mix", "US=50,CA=37,AU=3,GB=1,other=9");
        var night = Add(
            builder,
            Night,
            report,
            "night",
            "--counter", counter.GetEndpoint("http"),
            "--geo", geo.GetEndpoint("http"),
            "--scale", scale,
            "--time-zone", timeZone)
            .WithToken("Ingest", ingestToken);

        site.WithOverload(live.Resource);
        report.WithNight(night.Resource, scale);
    }

    private static IResourceBuilder<ProjectResource> Add(
        IDistributedApplicationBuilder builder, string name, IResourceBuilder<ProjectResource> parent, params object[] arguments) =>
        builder.AddProject<Projects.Simulator>(name, options => options.ExcludeLaunchProfile = true)
            .RunAsBuilt()
            .WithArgs(arguments)
            .WithParentRelationship(parent)
            .WithIconName("PeopleTeam")
            .WithExplicitStart();
}

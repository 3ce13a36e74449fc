namespace Affluence.AppHost.Publishing;

/// <summary>What containers need and processes of one machine do not.</summary>
internal static class PublishedServices
{
    /// <summary>
    /// On one machine the services know each other by its loopback; containers do not, and the counter takes nothing from strangers. The
    /// values are asked for when what is published is deployed.
    /// </summary>
    public static void AddTokens(
        this IDistributedApplicationBuilder builder,
        IResourceBuilder<ProjectResource> counter,
        IResourceBuilder<ProjectResource> gateway,
        IResourceBuilder<ProjectResource> report,
        IResourceBuilder<ProjectResource> site)
    {
        AddToken(builder, "ingest-token", "Ingest", counter, gateway);
        AddToken(builder, "identity-token", "Identity", counter, gateway);
        AddToken(builder, "query-token", "Query", counter, report);
        AddToken(builder, "operator-token", "Operator", report, site);
    }

    /// <summary>
    /// The home is the only folder of the images that their user may write to. The volume covers all of it, since a new one takes the owner of
    /// the folder it covers: mounted at a folder that no image has it would be root's.
    /// </summary>
    public static void WithFolderOnVolume(this IResourceBuilder<ProjectResource> service, string variable, string folder) =>
        service
            .WithEnvironment(variable, "/home/app/" + folder)
            .WithAnnotation(new ContainerMountAnnotation(folder, "/home/app", ContainerMountType.Volume, isReadOnly: false));

    private static void AddToken(
        IDistributedApplicationBuilder builder, string parameter, string role, params ReadOnlySpan<IResourceBuilder<ProjectResource>> services)
    {
        var token = builder.AddParameter(parameter, secret: true);
        foreach (var service in services)
        {
            service.WithEnvironment($"Credentials__{role}__Tokens__0", token);
        }
    }
}

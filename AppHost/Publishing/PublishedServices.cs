namespace Affluence.AppHost.Publishing;

/// <summary>What containers need and processes of one machine do not.</summary>
internal static class PublishedServices
{
    /// <summary>
    /// The home is the only folder of the images that their user may write to. The volume covers all of it, since a new one takes the owner of
    /// the folder it covers: mounted at a folder that no image has it would be root's.
    /// </summary>
    public static void WithFolderOnVolume(this IResourceBuilder<ProjectResource> service, string variable, string folder) =>
        service
            .WithEnvironment(variable, "/home/app/" + folder)
            .WithAnnotation(new ContainerMountAnnotation(folder, "/home/app", ContainerMountType.Volume, isReadOnly: false));
}

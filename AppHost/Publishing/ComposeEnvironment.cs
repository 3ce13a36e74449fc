namespace Affluence.AppHost.Publishing;

/// <summary>What is published is a Docker Compose file. Compiled in by <c>-p:Publishing=compose</c>.</summary>
internal static class PublishingEnvironment
{
    public static void Add(IDistributedApplicationBuilder builder) => builder.AddDockerComposeEnvironment("compose");
}

namespace Affluence.AppHost.Publishing;

/// <summary>What is published is a Helm chart. Compiled in by <c>-p:Publishing=kubernetes</c>.</summary>
internal static class PublishingEnvironment
{
    public static void Add(IDistributedApplicationBuilder builder) => builder.AddKubernetesEnvironment("kubernetes");
}

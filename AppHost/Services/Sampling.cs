namespace Affluence.AppHost.Services;

/// <summary>Which traces are recorded is for the services to say (decision 18), unless whoever runs AppHost says otherwise.</summary>
internal static class Sampling
{
    private const string Sampler = "OTEL_TRACES_SAMPLER";

    /// <summary>Aspire asks for everything, the services' polls of each other included: 136 traces a minute when nobody is there.</summary>
    public static IResourceBuilder<ProjectResource> WithOwnSampling(this IResourceBuilder<ProjectResource> service)
    {
        var chosen = service.ApplicationBuilder.Configuration[Sampler];
        return service.WithEnvironment(context =>
        {
            context.EnvironmentVariables.Remove(Sampler);
            if (!string.IsNullOrEmpty(chosen))
            {
                context.EnvironmentVariables[Sampler] = chosen;
            }
        });
    }
}

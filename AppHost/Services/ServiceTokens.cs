namespace Affluence.AppHost.Services;

/// <summary>The secrets by which the services let each other in, and know an operator.</summary>
internal static class ServiceTokens
{
    /// <summary>
    /// Each run makes a token anew, and the dashboard shows it to whoever asks; the value of one that is published is asked for when it is deployed.
    /// </summary>
    /// <param name="parameter">Its name in the dashboard.</param>
    /// <param name="role">What it is for, as in <c>Credentials:Ingest</c>.</param>
    /// <param name="services">Those that accept it or send it.</param>
    public static IResourceBuilder<ParameterResource> AddToken(
        this IDistributedApplicationBuilder builder, string parameter, string role, params ReadOnlySpan<IResourceBuilder<ProjectResource>> services)
    {
        var token = builder.ExecutionContext.IsPublishMode ? builder.AddParameter(parameter, secret: true) : builder.AddSecretOfRun(parameter);
        foreach (var service in services)
        {
            service.WithToken(role, token);
        }

        return token;
    }

    /// <summary>A secret of letters and digits that the run makes for itself.</summary>
    public static IResourceBuilder<ParameterResource> AddSecretOfRun(this IDistributedApplicationBuilder builder, string parameter) =>
        builder.AddParameter(parameter, new GenerateParameterDefault { MinLength = 48, Special = false }, secret: true);

    public static IResourceBuilder<ProjectResource> WithToken(
        this IResourceBuilder<ProjectResource> service, string role, IResourceBuilder<ParameterResource> token) =>
        service.WithEnvironment($"Credentials__{role}__Tokens__0", token);
}

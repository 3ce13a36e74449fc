using Grpc.AspNetCore.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Affluence.ServiceDefaults.Credentials;

/// <summary>Credentials in a service: <c>Credentials:Operator:Tokens:0</c> or <c>Credentials:Operator:TokenFiles:0</c>, and likewise for the other roles.</summary>
public static class CredentialServices
{
    /// <summary>
    /// Lets endpoints require a role. A token that is set and can't be used stops the start; a role without any is told in a warning.
    /// </summary>
    public static IServiceCollection AddCredential(this IServiceCollection services, CredentialRole role)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CredentialVerifier>();
        services.TryAddSingleton<CredentialMetrics>();
        services.AddSingleton(new CredentialRequirement(role));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, CredentialStart>());
        return services;
    }

    /// <summary>
    /// Answers UNAUTHENTICATED to calls of a gRPC service without the role's credential: <c>AddServiceOptions</c> with this. The service
    /// also calls <see cref="AddCredential"/> for the role.
    /// </summary>
    public static void RequireCredential(this GrpcServiceOptions options, CredentialRole role) =>
        options.Interceptors.Add<CredentialInterceptor>(role);

    /// <summary>
    /// Sends the first token of a role with every call of a gRPC client, if there is one. Within one network the services speak without
    /// TLS, and so does the token travel.
    /// </summary>
    public static IHttpClientBuilder AddServiceCredential(this IHttpClientBuilder client, CredentialRole role)
    {
        client.Services.TryAddSingleton(TimeProvider.System);
        client.Services.TryAddSingleton<CredentialVerifier>();
        return client
            .ConfigureChannel(channel => channel.UnsafeUseInsecureChannelCallCredentials = true)
            .AddCallCredentials((_, metadata, provider) =>
            {
                if (provider.GetRequiredService<CredentialVerifier>().TokenFor(role) is { } token)
                {
                    metadata.Add("authorization", $"Bearer {token}");
                }

                return Task.CompletedTask;
            });
    }
}

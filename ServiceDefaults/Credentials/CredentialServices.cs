using Grpc.AspNetCore.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Affluence.ServiceDefaults.Credentials;

/// <summary>Credentials in a service: <c>Credentials:Operator:Tokens:0</c> or <c>Credentials:Operator:TokenFiles:0</c>, and likewise for the other roles.</summary>
public static class CredentialServices
{
    /// <summary>
    /// Lets endpoints require these roles. A token that is set and can't be used stops the start; roles without any are told in a warning.
    /// </summary>
    public static IServiceCollection AddCredentials(this IServiceCollection services, params CredentialRole[] roles)
    {
        AddVerifier(services);
        services.TryAddSingleton<CredentialMetrics>();
        foreach (var role in roles)
        {
            services.AddSingleton(new AcceptedRole(role));
        }

        return services;
    }

    /// <summary>
    /// Answers UNAUTHENTICATED to calls of methods that are marked with <see cref="RequiresCredentialAttribute"/> and come without the
    /// credential. The service also calls <see cref="AddCredentials"/> for the roles.
    /// </summary>
    public static void EnforceCredentials(this GrpcServiceOptions options) => options.Interceptors.Add<CredentialInterceptor>();

    /// <summary>
    /// Sends the first token of a role with every call of a gRPC client, if there is one. Within one network the services speak without
    /// TLS, and so does the token travel.
    /// </summary>
    public static IHttpClientBuilder AddServiceCredential(this IHttpClientBuilder client, CredentialRole role)
    {
        AddVerifier(client.Services);
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

    private static void AddVerifier(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CredentialVerifier>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, CredentialStart>());
    }

    /// <summary>A role that this service asks of its callers.</summary>
    internal sealed record AcceptedRole(CredentialRole Role);
}

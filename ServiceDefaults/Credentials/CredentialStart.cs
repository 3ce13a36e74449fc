using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Affluence.ServiceDefaults.Credentials;

/// <summary>Reads the tokens before the service listens, so that one that can't be used stops it, and tells of roles without any.</summary>
internal sealed partial class CredentialStart(
    CredentialVerifier verifier, IEnumerable<CredentialRequirement> required, ILogger<CredentialStart> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var role in required.Select(requirement => requirement.Role).Distinct().Where(role => !verifier.HasToken(role)))
        {
            Log.NoToken(logger, role);
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning,
            "Credentials:{Role} has no token: callers on this machine may act in this role, nobody else. Behind a proxy on this machine set a token")]
        public static partial void NoToken(ILogger logger, CredentialRole role);
    }
}

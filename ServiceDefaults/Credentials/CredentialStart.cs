using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Affluence.ServiceDefaults.Credentials;

/// <summary>Reads the tokens before the service listens, so that one that can't be used stops it, and tells once of the roles without any.</summary>
internal sealed partial class CredentialStart(
    CredentialVerifier verifier, IEnumerable<CredentialServices.AcceptedRole> accepted, ILogger<CredentialStart> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var open = accepted.Select(one => one.Role).Distinct().Where(role => !verifier.HasToken(role)).ToList();
        if (open.Count > 0)
        {
            Log.NoToken(logger, string.Join(", ", open.Select(role => $"{CredentialSettings.Section}:{role}")));
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
            "No token is set of {Roles}: callers on this machine may act in these roles, nobody else. Behind a proxy on this machine set tokens")]
        public static partial void NoToken(ILogger logger, string roles);
    }
}

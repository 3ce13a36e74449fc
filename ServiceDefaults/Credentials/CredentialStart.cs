using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Affluence.ServiceDefaults.Credentials;

/// <summary>
/// Reads the tokens before the service listens, so that one that can't be used stops it; warns of roles without any, and prints a token that
/// was made for one.
/// </summary>
internal sealed partial class CredentialStart(
    CredentialVerifier verifier, IEnumerable<CredentialServices.AcceptedRole> accepted, IServiceProvider services, ILogger<CredentialStart> logger)
    : IHostedLifecycleService
{
    private readonly List<CredentialRole> _open = [.. accepted.Select(one => one.Role).Distinct().Where(role => !verifier.HasToken(role))];

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var usable = _open.Where(role => verifier.Of(role).MakingFault is null).ToList();
        if (usable.Count > 0)
        {
            Log.NoToken(logger, Names(usable), Path.GetDirectoryName(verifier.Of(usable[0]).MadeAt)!);
        }

        foreach (var role in _open.Except(usable))
        {
            Log.NothingMade(logger, Names([role]), verifier.Of(role).MadeAt, verifier.Of(role).MakingFault!);
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>On the console and not in the log, which travels: once, when it is made. Afterwards it is in its file.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var role in _open.Select(role => (Name: Names([role]), Credentials: verifier.Of(role))).Where(role => role.Credentials.IsMadeNow))
        {
            await Console.Out.WriteLineAsync(
                $"Token of {role.Name} for callers on this machine, at {Addresses()}: {role.Credentials.Presented}\n  It is kept in {role.Credentials.MadeAt}");
        }
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string Addresses() =>
        string.Join(", ", services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);

    private static string Names(IEnumerable<CredentialRole> roles) => string.Join(", ", roles.Select(role => $"{CredentialSettings.Section}:{role}"));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning,
            "No token is set of {Roles}: callers on this machine may act in these roles with those that were made in {Directory}, nobody else")]
        public static partial void NoToken(ILogger logger, string roles, string directory);

        [LoggerMessage(LogLevel.Error, "No token is set of {Role}, and none could be made, so nobody may act in it: {Path} {Fault}")]
        public static partial void NothingMade(ILogger logger, string role, string path, string fault);
    }
}

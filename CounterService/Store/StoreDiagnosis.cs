using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>Says why a store can't be reached, in words that tell its operator what to change. They hold no password.</summary>
/// <remarks>
/// A multiplexer that goes on trying (abortConnect=false) says NOAUTH both of a password that is missing and of one that is wrong, and of a server that
/// speaks TLS where it does not, or the other way round, no more than that a connection broke or a time passed.
/// </remarks>
internal static class StoreDiagnosis
{
    public static async Task<string> OfAsync(Exception failure, ConfigurationOptions configuration, TimeSpan patience, CancellationToken cancellationToken)
    {
        var reason = await FindAsync(failure, configuration, patience, cancellationToken);
        return reason.Contains(StoreConfiguration.Setting, StringComparison.Ordinal) ? reason : $"{reason} ({StoreConfiguration.Setting})";
    }

    private static async Task<string> FindAsync(
        Exception failure, ConfigurationOptions configuration, TimeSpan patience, CancellationToken cancellationToken)
    {
        var failures = ChainOf(failure).ToList();
        if (Describe(failures, configuration) is { } known)
        {
            return known;
        }

        // The first one it was told of: others are found out about by asking it.
        if (configuration.EndPoints is not [var server, ..])
        {
            return failures[^1].Message;
        }

        var answer = await StoreProbe.LookAsync(server, patience, cancellationToken);
        if (answer.Fault is { } fault && Describe([fault], configuration) is { } found)
        {
            return found;
        }

        return (answer, configuration.Ssl) switch
        {
            ({ Speaks: StoreProbe.Language.Redis }, true) =>
                $"{NameOf(server)} speaks no TLS, which {StoreConfiguration.Setting} asks for (ssl=true, or a URL of rediss)",
            ({ Speaks: StoreProbe.Language.Tls }, false) =>
                $"{NameOf(server)} speaks TLS alone: {StoreConfiguration.Setting} needs ssl=true, or to be a URL of rediss",
            ({ Speaks: StoreProbe.Language.Redis, Says: { } says }, false) => $"{NameOf(server)} answers {says}",
            ({ Speaks: StoreProbe.Language.Other }, _) => $"what listens on {NameOf(server)} is no Redis",
            ({ Speaks: StoreProbe.Language.Nothing }, _) => $"{NameOf(server)} takes connections and answers nothing",
            _ => failures[^1].Message,
        };
    }

    private static string? Describe(IReadOnlyList<Exception> failures, ConfigurationOptions configuration)
    {
        var servers = string.Join(", ", configuration.EndPoints.Select(NameOf));
        foreach (var failure in Enumerable.Reverse(failures))
        {
            switch (failure)
            {
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData }:
                    return $"the host is unknown: no name server knows {servers}";
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return $"nobody listens on {servers}";
                case SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable } socket:
                    return $"no way leads to {servers} ({socket.SocketErrorCode})";
                case AuthenticationException certificate:
                    return $"the certificate of {servers} is not accepted: {certificate.Message}";
                case { Message: var message } when message.Contains("NOPERM", StringComparison.Ordinal):
                    return $"the user of {StoreConfiguration.Setting} may not do what the counter needs: {message}";
                case RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure }:
                    return string.IsNullOrEmpty(configuration.Password)
                        ? $"{servers} asks for a password, and {StoreConfiguration.Setting} has none"
                        : $"{servers} refuses the password of {StoreConfiguration.Setting}{(configuration.User is null ? "" : ", or its user")}";
            }
        }

        return null;
    }

    private static IEnumerable<Exception> ChainOf(Exception failure)
    {
        for (Exception? next = failure; next is not null; next = next.InnerException)
        {
            yield return next;
        }
    }

    private static string NameOf(EndPoint server) => server switch
    {
        DnsEndPoint dns => string.Create(CultureInfo.InvariantCulture, $"{dns.Host}:{(dns.Port == 0 ? 6379 : dns.Port)}"),
        _ => server.ToString()!,
    };
}

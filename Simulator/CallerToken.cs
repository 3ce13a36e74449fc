using System.Net.Http.Headers;
using Affluence.ServiceDefaults.Credentials;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Configuration;

namespace Affluence.Simulator;

/// <summary>The token by which a service lets this caller in. No record, which would print it.</summary>
public sealed class CallerToken
{
    /// <summary>Where a Standalone keeps what it makes, seen from the solution's folder.</summary>
    private const string StandaloneCredentials = "Standalone/data/credentials";

    private const string IngestTokenSetting = "Credentials:Ingest:Tokens:0";

    private readonly string _text;

    private CallerToken(string text) => _text = text;

    /// <param name="path">A file that holds the token and nothing else; null: the caller has none.</param>
    /// <exception cref="UnusableArgumentException">It can't be read, or holds no token.</exception>
    public static CallerToken? ReadFile(string? path)
    {
        if (path is null)
        {
            return null;
        }

        return SecretFile.ReadToken(path, out var fault) is { } text
            ? new CallerToken(text)
            : throw new UnusableArgumentException($"--token-file: {path} {fault!.TrimEnd('.')}.");
    }

    /// <summary>
    /// The token of <see cref="ReadFile"/>, or else, where the counter's machine is this one, that of <c>Credentials:Ingest:Tokens:0</c> in the
    /// environment, or the one that the counter made for callers on it: in the folder of <c>Credentials:Directory</c>, or that of a Standalone
    /// which was started from the same folder as this.
    /// </summary>
    /// <exception cref="UnusableArgumentException">The file can't be read, or holds no token.</exception>
    public static CallerToken? ForIngest(string? path, Uri counter)
    {
        if (path is not null || !counter.IsLoopback)
        {
            return ReadFile(path);
        }

        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        if (configuration[IngestTokenSetting] is { Length: > 0 } given)
        {
            return new CallerToken(given);
        }

        var directory = MadeToken.DirectoryOf(configuration);
        string[] directories = configuration[MadeToken.DirectorySetting] is null ? [StandaloneCredentials, directory] : [directory];
        return directories
            .Select(candidate => SecretFile.ReadToken(MadeToken.PathIn(candidate, CredentialRole.Ingest), out _))
            .FirstOrDefault(text => text is not null) is { } made
                ? new CallerToken(made)
                : null;
    }

    /// <summary>A caller that sends the token with every call; over http:// it travels in clear, as all else does.</summary>
    public CallInvoker AddTo(CallInvoker calls) => calls.Intercept(metadata =>
    {
        metadata.Add("authorization", $"Bearer {_text}");
        return metadata;
    });

    public void AddTo(HttpClient client) => client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _text);
}

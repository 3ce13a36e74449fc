using System.Net.Http.Headers;
using Affluence.ServiceDefaults.Credentials;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Affluence.Simulator;

/// <summary>The token by which a service lets this caller in. No record, which would print it.</summary>
public sealed class CallerToken
{
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

    /// <summary>A caller that sends the token with every call; over http:// it travels in clear, as all else does.</summary>
    public CallInvoker AddTo(CallInvoker calls) => calls.Intercept(metadata =>
    {
        metadata.Add("authorization", $"Bearer {_text}");
        return metadata;
    });

    public void AddTo(HttpClient client) => client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _text);
}

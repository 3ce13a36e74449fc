using System.Net.Http.Headers;
using Affluence.ServiceDefaults.Credentials;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;

namespace Affluence.Testing;

/// <summary>What a process of this machine sends to services that made their tokens themselves, since none is configured.</summary>
public static class LocalTokens
{
    private static readonly Dictionary<string, CredentialRole> RoleOfMethods = new()
    {
        ["Record"] = CredentialRole.Ingest,
        ["RetractSource"] = CredentialRole.Ingest,
        ["GetIdentityDays"] = CredentialRole.Ingest,
        ["ListTouchedMinutes"] = CredentialRole.Query,
        ["GetWindow"] = CredentialRole.Query,
        ["WatchWindow"] = CredentialRole.Query,
        ["GetIdentities"] = CredentialRole.Identity,
        ["AddPurges"] = CredentialRole.Identity,
        ["ListPurges"] = CredentialRole.Identity,
    };

    /// <summary>The folder of services that were given no other.</summary>
    public static string Directory { get; } = MadeToken.DirectoryOf(new ConfigurationBuilder().AddEnvironmentVariables().Build());

    /// <param name="directory">Null: <see cref="Directory"/>.</param>
    public static string Of(CredentialRole role, string? directory = null) =>
        SecretFile.ReadToken(MadeToken.PathIn(directory ?? Directory, role), out var fault) ?? throw new InvalidOperationException($"{role}: {fault}");

    /// <summary>Has a client send the operator's token, after the services that make it have started.</summary>
    public static HttpClient AsOperator(this HttpClient client, string? directory = null)
    {
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Of(CredentialRole.Operator, directory));
        return client;
    }

    /// <summary>Calls of the counter, each with the token of the role that its method asks for.</summary>
    public static CallInvoker AsServices(this GrpcChannel channel, string? directory = null) => channel.Intercept(new Sender(directory));

    private sealed class Sender(string? directory) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
            continuation(request, WithToken(context));

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
            continuation(request, WithToken(context));

        private ClientInterceptorContext<TRequest, TResponse> WithToken<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
            where TRequest : class
            where TResponse : class
        {
            if (context.Options.Headers?.Get("authorization") is not null || !RoleOfMethods.TryGetValue(context.Method.Name, out var role))
            {
                return context;
            }

            Metadata headers = [.. context.Options.Headers ?? [], new Metadata.Entry("authorization", $"Bearer {Of(role, directory)}")];
            return new(context.Method, context.Host, context.Options.WithHeaders(headers));
        }
    }
}

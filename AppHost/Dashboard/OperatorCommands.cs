using System.Net.Http.Json;
using Affluence.AppHost.Services;

namespace Affluence.AppHost.Dashboard;

/// <summary>Buttons that post to a service's management port, which only an operator may.</summary>
internal static class OperatorCommands
{
    /// <param name="body">What is sent as JSON; null: nothing.</param>
    public static IResourceBuilder<ProjectResource> WithOperatorCommand(
        this IResourceBuilder<ProjectResource> service,
        string name,
        string displayName,
        string path,
        IResourceBuilder<ParameterResource> operatorToken,
        HttpCommandOptions options,
        Func<HttpCommandRequestContext, object>? body = null)
    {
        options.Method = HttpMethod.Post;
        options.PrepareRequest = async context =>
        {
            context.Request.Content = body is null ? null : JsonContent.Create(body(context));
            context.Request.Headers.Authorization = new("Bearer", await operatorToken.Resource.GetValueAsync(context.CancellationToken));
        };
        return service.WithHttpCommand(path, displayName, endpointName: ServiceResources.Management, commandName: name, commandOptions: options);
    }
}

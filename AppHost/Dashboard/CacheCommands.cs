using System.Net.Http.Json;
using Affluence.AppHost.Services;

namespace Affluence.AppHost.Dashboard;

/// <summary>Buttons of a gateway that purge its cache, and with it those of all gateways, which only an operator may.</summary>
internal static class CacheCommands
{
    private const string Path = "path";

    public static IResourceBuilder<ProjectResource> WithPurges(
        this IResourceBuilder<ProjectResource> gateway, IResourceBuilder<ParameterResource> operatorToken) =>
        gateway
            .WithPurge(
                "purge-path",
                "Cache: purge a path",
                context => new { path = context.Arguments.GetString(Path) },
                operatorToken,
                new HttpCommandOptions
                {
                    Description = "Every gateway asks the site anew for this path, with any query.",
                    IconName = "DocumentDismiss",
                    Arguments = [new InteractionInput { Name = Path, Label = "Path", InputType = InputType.Text, Required = true, Placeholder = "/en/work" }],
                })
            .WithPurge(
                "purge-prefix",
                "Cache: purge all paths that begin so",
                context => new { prefix = context.Arguments.GetString(Path) },
                operatorToken,
                new HttpCommandOptions
                {
                    Description = "Every gateway asks the site anew for all paths that begin so.",
                    IconName = "FolderProhibited",
                    Arguments = [new InteractionInput { Name = Path, Label = "Beginning of the path", InputType = InputType.Text, Required = true, Placeholder = "/en/" }],
                })
            .WithPurge(
                "purge-all",
                "Cache: purge everything",
                _ => new { all = true },
                operatorToken,
                new HttpCommandOptions
                {
                    Description = "Every gateway asks the site anew for every page.",
                    ConfirmationMessage = "The site will be asked for every page anew, and there will be no stale page should it fail. Go on?",
                    IconName = "Delete",
                });

    private static IResourceBuilder<ProjectResource> WithPurge(
        this IResourceBuilder<ProjectResource> gateway,
        string name,
        string displayName,
        Func<HttpCommandRequestContext, object> body,
        IResourceBuilder<ParameterResource> operatorToken,
        HttpCommandOptions options)
    {
        options.Method = HttpMethod.Post;

        // What was purged, or what is wrong with the path.
        options.ResultMode = HttpCommandResultMode.Auto;
        options.PrepareRequest = async context =>
        {
            context.Request.Content = JsonContent.Create(body(context));
            context.Request.Headers.Authorization = new("Bearer", await operatorToken.Resource.GetValueAsync(context.CancellationToken));
        };
        return gateway.WithHttpCommand("/cache/purge", displayName, endpointName: ServiceResources.Management, commandName: name, commandOptions: options);
    }
}

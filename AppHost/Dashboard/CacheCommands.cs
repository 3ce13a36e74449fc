namespace Affluence.AppHost.Dashboard;

/// <summary>Buttons of a gateway that purge its cache, and with it those of all gateways.</summary>
internal static class CacheCommands
{
    private const string Argument = "path";

    public static IResourceBuilder<ProjectResource> WithPurges(
        this IResourceBuilder<ProjectResource> gateway, IResourceBuilder<ParameterResource> operatorToken) =>
        gateway
            .WithPurge(
                "purge-path",
                "Cache: purge a path",
                operatorToken,
                new HttpCommandOptions
                {
                    Description = "Every gateway asks the site anew for this path, with any query.",
                    IconName = "DocumentDismiss",
                    Arguments = [PathInput("Path", "/en/work")],
                },
                context => new { path = context.Arguments.GetString(Argument) })
            .WithPurge(
                "purge-prefix",
                "Cache: purge all paths that begin so",
                operatorToken,
                new HttpCommandOptions
                {
                    Description = "Every gateway asks the site anew for all paths that begin so.",
                    IconName = "FolderProhibited",
                    Arguments = [PathInput("Beginning of the path", "/en/")],
                },
                context => new { prefix = context.Arguments.GetString(Argument) })
            .WithPurge(
                "purge-all",
                "Cache: purge everything",
                operatorToken,
                new HttpCommandOptions
                {
                    Description = "Every gateway asks the site anew for every page.",
                    ConfirmationMessage = "The site will be asked for every page anew, and there will be no stale page should it fail. Go on?",
                    IconName = "Delete",
                },
                _ => new { all = true });

    private static InteractionInput PathInput(string label, string example) =>
        new() { Name = Argument, Label = label, InputType = InputType.Text, Required = true, Placeholder = example };

    private static IResourceBuilder<ProjectResource> WithPurge(
        this IResourceBuilder<ProjectResource> gateway,
        string name,
        string displayName,
        IResourceBuilder<ParameterResource> operatorToken,
        HttpCommandOptions options,
        Func<HttpCommandRequestContext, object> body)
    {
        // What was purged, or what is wrong with the path.
        options.ResultMode = HttpCommandResultMode.Auto;
        return gateway.WithOperatorCommand(name, displayName, "/cache/purge", operatorToken, options, body);
    }
}

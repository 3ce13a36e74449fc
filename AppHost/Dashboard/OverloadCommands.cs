using Microsoft.Extensions.DependencyInjection;

namespace Affluence.AppHost.Dashboard;

/// <summary>A site with more visitors than it can serve, by one button, and its recovery by another.</summary>
/// <remarks>In the list of resources they are icons that show their description alone: it begins with their name.</remarks>
internal static class OverloadCommands
{
    public static IResourceBuilder<ProjectResource> WithOverload(this IResourceBuilder<ProjectResource> site, ProjectResource visitors) =>
        site
            .WithCommand(
                "overload",
                "Overload",
                context => RunAsync(context, (site.Resource, KnobCommands.CommandOf("overloaded")), (visitors, KnownResourceCommands.StartCommand)),
                new CommandOptions
                {
                    Description = "Overload: 20,000 visitors within two minutes come to a site that can't serve them all; the gateway serves whom it can from its cache.",
                    ConfirmationMessage = "20,000 visitors will come to a site that can't serve them all. Go on?",
                    IconName = "PeopleAdd",
                    IsHighlighted = true,
                })
            .WithCommand(
                "recover",
                "Recover",
                context => RunAsync(context, (site.Resource, KnobCommands.CommandOf("healthy"))),
                new CommandOptions
                {
                    Description = "Recover: the site serves everybody again. Visitors who were sent go on.",
                    IconName = "HeartPulse",
                    IsHighlighted = true,
                });

    private static async Task<ExecuteCommandResult> RunAsync(
        ExecuteCommandContext context, params (ProjectResource Resource, string Command)[] steps)
    {
        var commands = context.Services.GetRequiredService<ResourceCommandService>();
        foreach (var (resource, command) in steps)
        {
            var result = await commands.ExecuteCommandAsync(resource, command, context.CancellationToken);
            if (!result.Success)
            {
                return result;
            }
        }

        return CommandResults.Success();
    }
}

namespace Affluence.AppHost.Dashboard;

/// <summary>Buttons of the site for each preset of its knobs.</summary>
internal static class KnobCommands
{
    public static IResourceBuilder<ProjectResource> WithKnobs(
        this IResourceBuilder<ProjectResource> site, IResourceBuilder<ParameterResource> operatorToken) =>
        site
            .WithPreset(operatorToken, "healthy", "Site: healthy", "Heart", confirmation: null)
            .WithPreset(operatorToken, "slow", "Site: slow", "Clock", "Every page will take three seconds. Go on?")
            .WithPreset(operatorToken, "overloaded", "Site: overloaded", "People", "The site will turn away whom it cannot serve. Go on?")
            .WithPreset(operatorToken, "failing", "Site: failing", "ErrorCircle", "Half of all pages will be errors. Go on?");

    public static string CommandOf(string preset) => $"knobs-{preset}";

    private static IResourceBuilder<ProjectResource> WithPreset(
        this IResourceBuilder<ProjectResource> site,
        IResourceBuilder<ParameterResource> operatorToken,
        string preset,
        string displayName,
        string iconName,
        string? confirmation) =>
        site.WithOperatorCommand(
            CommandOf(preset),
            displayName,
            $"/knobs/presets/{preset}",
            operatorToken,
            new HttpCommandOptions { IconName = iconName, ConfirmationMessage = confirmation });
}

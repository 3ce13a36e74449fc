using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Affluence.AppHost.Dashboard;

/// <summary>The night of 8 November 2016, by one button, with a link to its peak when that is on record.</summary>
internal static class NightCommand
{
    private const string Peak = "2016-11-08T23:00";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static void WithNight(this IResourceBuilder<ProjectResource> report, ProjectResource night, string scale) =>
        report.WithCommand(
            "play-night",
            "Play the night",
            context => PlayAsync(context, report.Resource, night),
            new CommandOptions
            {
                Description = $"Play the night: the hour around 23:00 on 8 November 2016, and the ordinary evening a week before, at {scale} of their size.",
                IconName = "WeatherMoon",
                IsHighlighted = true,
            });

    private static async Task<ExecuteCommandResult> PlayAsync(ExecuteCommandContext context, ProjectResource report, ProjectResource night)
    {
        var notifications = context.Services.GetRequiredService<ResourceNotificationService>();
        var asked = TimeProvider.System.GetUtcNow().UtcDateTime;
        var started = await context.Services.GetRequiredService<ResourceCommandService>()
            .ExecuteCommandAsync(night, KnownResourceCommands.StartCommand, context.CancellationToken);
        if (!started.Success)
        {
            return started;
        }

        var ended = await notifications.WaitForResourceAsync(
            night.Name, change => change.Snapshot.ExitCode is not null && change.Snapshot.StopTimeStamp >= asked, context.CancellationToken);
        if (ended.Snapshot.ExitCode != 0)
        {
            return CommandResults.Failure($"{night.Name} ended with exit code {ended.Snapshot.ExitCode}; its log says why.");
        }

        var address = new Uri(await report.GetEndpoint("http").GetValueAsync(context.CancellationToken) ?? throw new InvalidOperationException("The report has no address."));
        await OnRecordAsync(context, new Uri(address, $"/api/v1/snapshots/{Peak}"));
        var link = new Uri(address, $"/?at={Peak}");
        return CommandResults.Success(
            $"The night is on record: {link}",
            new CommandResultData
            {
                Value = $"The night is on record: [23:00 on 8 November 2016]({link}).",
                Format = CommandResultFormat.Markdown,
                DisplayImmediately = true,
            });
    }

    /// <summary>A minute that is not on record is not found.</summary>
    private static async Task OnRecordAsync(ExecuteCommandContext context, Uri snapshot)
    {
        using var client = context.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        while (true)
        {
            using var response = await client.GetAsync(snapshot, context.CancellationToken);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return;
            }

            await Task.Delay(Pause, TimeProvider.System, context.CancellationToken);
        }
    }
}

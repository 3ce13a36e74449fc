using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Affluence.Geo;

/// <summary>An old country file still answers, less and less rightly: it is mentioned after 30 days and degrades health after 90.</summary>
internal sealed class DatasetHealthCheck(CurrentDataset current, TimeProvider timeProvider) : IHealthCheck
{
    private const int OldDays = 30;
    private const int TooOldDays = 90;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check(current.State, timeProvider.GetUtcNow()));

    internal static HealthCheckResult Check(DatasetState state, DateTimeOffset now)
    {
        if (state.ReloadError is { } error)
        {
            return HealthCheckResult.Degraded(error);
        }

        if (state.Dataset.Description.BuildTime is not { } built)
        {
            return HealthCheckResult.Healthy("The country file does not say when it was built.");
        }

        var days = (int)(now - built).TotalDays;
        var age = string.Create(CultureInfo.InvariantCulture, $"The country file is {days} {(days == 1 ? "day" : "days")} old.");
        return days >= TooOldDays ? HealthCheckResult.Degraded(age)
            : HealthCheckResult.Healthy(days >= OldDays ? $"{age} Replace it before it is {TooOldDays} days old." : age);
    }
}

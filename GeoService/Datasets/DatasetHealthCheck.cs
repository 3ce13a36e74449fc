using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Affluence.Geo;

/// <summary>
/// A newer country file that can't be used degrades health. Age alone does not, unless the operator set <see cref="GeoOptions.MaximumAge"/>: an
/// old file answers as it always did, only the addresses that have changed hands since are placed where they were. It is mentioned.
/// </summary>
internal sealed class DatasetHealthCheck(CurrentDataset current, IOptions<GeoOptions> options, TimeProvider timeProvider) : IHealthCheck
{
    /// <summary>A file that is built monthly, as DB-IP's, is out of date by then.</summary>
    private const int OldDays = 45;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check(current.State, timeProvider.GetUtcNow(), options.Value.MaximumAge));

    internal static HealthCheckResult Check(DatasetState state, DateTimeOffset now, TimeSpan? maximumAge)
    {
        if (state.ReloadError is { } error)
        {
            return HealthCheckResult.Degraded(error);
        }

        if (state.Dataset.Description.BuildTime is not { } built)
        {
            return maximumAge is null
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded(
                    $"The country file does not say when it was built, and {GeoOptions.Section}:{nameof(GeoOptions.MaximumAge)} is {maximumAge:c}.");
        }

        var age = now - built;
        if (age > maximumAge)
        {
            return HealthCheckResult.Degraded($"{Text(age)} {GeoOptions.Section}:{nameof(GeoOptions.MaximumAge)} is {maximumAge:c}.");
        }

        return HealthCheckResult.Healthy(age.TotalDays >= OldDays ? Text(age) : null);
    }

    private static string Text(TimeSpan age) => string.Create(CultureInfo.InvariantCulture, $"The country file is {(int)age.TotalDays} days old.");
}

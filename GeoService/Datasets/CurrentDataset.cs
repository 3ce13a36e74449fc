using Affluence.CountryFiles;

namespace Affluence.Geo;

/// <summary>The dataset that answers now. Readers take <see cref="State"/> once and keep to it; a reload replaces it in one write.</summary>
internal sealed class CurrentDataset
{
    private volatile DatasetState? _state;

    /// <exception cref="InvalidOperationException">The service has not started.</exception>
    public DatasetState State => _state ?? throw new InvalidOperationException("No country file has been read yet.");

    public void Replace(DatasetState state) => _state = state;
}

/// <summary>What answers, and how that came about.</summary>
/// <param name="Dataset">What look-ups are answered from.</param>
/// <param name="LoadTime">When it began to answer.</param>
/// <param name="ReloadError">Why the newest file was not taken; null if it was.</param>
internal sealed record DatasetState(CountryDataset Dataset, DateTimeOffset LoadTime, string? ReloadError);

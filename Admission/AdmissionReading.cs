namespace Affluence.Admission;

/// <summary>What is known at one moment of those who wait, those inside, and the site.</summary>
public sealed record AdmissionReading
{
    /// <summary>People with a pass that was used within the last minute.</summary>
    public int Inside { get; init; }

    /// <summary>The last whole 10 s.</summary>
    public SiteLoad LastLoad { get; init; }

    /// <summary>The 10 s that run now.</summary>
    public SiteLoad CurrentLoad { get; init; }

    /// <summary>People who are there and wait, by the 10 s in which they arrived; oldest first, none empty.</summary>
    public IReadOnlyList<ArrivalCount> Waiting { get; init; } = [];

    /// <summary>Since when who asked counts as there: <see cref="Waiting"/> may hold some who were let in since then.</summary>
    public DateTimeOffset WaitingSince { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>The steps of the last <see cref="WaitForecast.Memory"/>, oldest first.</summary>
    public IReadOnlyList<AdmissionStep> Steps { get; init; } = [];

    public SiteLoad Load => LastLoad + CurrentLoad;

    /// <summary>Since when the store remembers. Shortly after it lost its memory, whom it does not know of may be there all the same.</summary>
    public DateTimeOffset KnownSince { get; init; } = DateTimeOffset.UnixEpoch;

    public int TotalWaiting => Waiting.Sum(slot => slot.People);

    /// <summary>Where the frontier was when the oldest of those who count as waiting asked.</summary>
    public DateTimeOffset FrontierBefore => Steps.LastOrDefault(step => step.Second <= WaitingSince.ToUnixTimeSeconds(), AdmissionStep.None).Frontier;
}

/// <param name="Slot">10 s of arrival.</param>
/// <param name="People">Who arrived then, are there still, and wait.</param>
public readonly record struct ArrivalCount(Bucket Slot, int People);

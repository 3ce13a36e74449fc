namespace Affluence.Report.Counter;

/// <summary>What came of asking the counter which minutes were written to.</summary>
internal abstract record TouchedReading
{
    private TouchedReading()
    {
    }

    /// <param name="AsOf">Since when to ask the next time.</param>
    /// <param name="StoreId">Names the memory of the counter's store. Another than before: it may have forgotten which minutes were written to.</param>
    public sealed record Listed(IReadOnlyList<TouchedMinute> Minutes, DateTimeOffset AsOf, string StoreId) : TouchedReading;

    public sealed record Unreachable(string Reason) : TouchedReading;
}

/// <summary>A minute that was written to.</summary>
/// <param name="Minute">Its start, in minutes since 1970.</param>
/// <param name="LastWrite">By the counter's clock.</param>
internal readonly record struct TouchedMinute(long Minute, DateTimeOffset LastWrite);

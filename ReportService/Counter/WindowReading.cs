namespace Affluence.Report.Counter;

/// <summary>What came of asking the counter for a window.</summary>
internal abstract record WindowReading
{
    private WindowReading()
    {
    }

    public sealed record Counted(CounterWindow Window) : WindowReading;

    /// <summary>The window was written to, but the counter no longer holds all of it: asking again is in vain.</summary>
    public sealed record Lost(string Reason) : WindowReading;

    /// <summary>The counter gave no answer: asking again later may help.</summary>
    public sealed record Unreachable(string Reason) : WindowReading;
}

using Affluence.Report.Counter;

namespace Affluence.Report.Snapshots;

/// <summary>Visitors of one window, or why they can't be given.</summary>
internal readonly record struct VisitorCount(long? Visitors, string? Reason)
{
    public static VisitorCount Of(WindowReading reading) => reading switch
    {
        WindowReading.Counted { Window: { Doubt: null } window } => new VisitorCount(window.Visitors, null),
        WindowReading.Counted { Window.Doubt: var doubt } => new VisitorCount(null, doubt),
        WindowReading.Lost { Reason: var reason } => new VisitorCount(null, reason),
        WindowReading.Unreachable { Reason: var reason } => new VisitorCount(null, reason),
        _ => throw new InvalidOperationException($"{reading.GetType()} is no kind of reading known here."),
    };
}

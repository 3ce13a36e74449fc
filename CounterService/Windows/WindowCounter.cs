using Affluence.Counter.Identity;
using Affluence.Counter.Store;

namespace Affluence.Counter.Windows;

/// <summary>Counts a window under the identity in force at its start, so that nobody in it is counted under two.</summary>
internal sealed class WindowCounter(WindowReader reader, IdentityCalendar calendar, CounterMetrics metrics, TimeProvider timeProvider)
{
    /// <summary>The figures; or, with none, why they can't be told any more.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<(WindowFigures? Figures, WindowGap? Gap)> CountAsync(TimeWindow window, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        var epoch = calendar.DayAt(window.Start).Epoch;
        var (reading, gap) = await reader.ReadAsync(window, epoch, cancellationToken);
        metrics.WindowCounted(window.Length, timeProvider.GetElapsedTime(started));
        return (reading is null ? null : WindowFigures.Sum(window, epoch, reading), gap);
    }
}

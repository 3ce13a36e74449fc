namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// Holds the times of a log's lines to what they may be. Apache httpd logs a request when it ends under the time it came, so lines are a
/// little out of order; more than that, and the log is two logs in one, or its clock was set.
/// </summary>
/// <param name="allowed">How far behind the newest line before it a line may be.</param>
/// <param name="now">The present, by this machine's clock.</param>
internal sealed class EventOrder(TimeSpan allowed, DateTimeOffset now)
{
    /// <summary>As the counter allows.</summary>
    private static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(1);

    private readonly long _latest = (now + MaxAhead).ToUnixTimeSeconds();
    private readonly long _allowed = (long)allowed.TotalSeconds;
    private long _newestLine;

    /// <summary>Time of the newest line; null before the first.</summary>
    public long? Newest { get; private set; }

    /// <returns>Why the log is not to be read on, half a sentence that reads on after its name; null if the time may be.</returns>
    public string? Take(long seconds, long line)
    {
        if (seconds > _latest)
        {
            return LogFaults.InFuture(line, seconds);
        }

        if (Newest is not { } newest || seconds > newest)
        {
            (Newest, _newestLine) = (seconds, line);
        }
        else if (seconds < newest - _allowed)
        {
            return LogFaults.OutOfOrder(line, seconds, _newestLine, newest, allowed);
        }

        return null;
    }
}

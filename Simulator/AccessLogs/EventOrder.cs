namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// Holds the times of a log's lines to what they may be. Apache httpd logs a request when it ends under the time it came, so lines are a
/// little out of order; one that is further behind would belong to a bucket that is sent already, and is left out.
/// </summary>
/// <param name="allowed">How far behind the newest line before it a line may be.</param>
/// <param name="now">The present, by this machine's clock.</param>
internal sealed class EventOrder(TimeSpan allowed, DateTimeOffset now)
{
    /// <summary>As the counter allows.</summary>
    private static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(1);

    private const int MaxShown = 5;

    private readonly long _latest = (now + MaxAhead).ToUnixTimeSeconds();
    private readonly long _allowed = (long)allowed.TotalSeconds;
    private readonly List<string> _firstLeftOut = [];
    private long _newestLine;

    /// <summary>Time of the newest line; null before the first.</summary>
    public long? Newest { get; private set; }

    /// <summary>Lines older than they may be.</summary>
    public long Late { get; private set; }

    /// <summary>Lines of a time that has not come yet.</summary>
    public long InFuture { get; private set; }

    public long LeftOut => Late + InFuture;

    /// <returns>False if the line is to be left out. It is counted, and the first few are kept to be shown.</returns>
    public bool Takes(long seconds, long line)
    {
        if (seconds > _latest)
        {
            InFuture++;
            LeaveOut(LogFaults.InFuture(line, seconds));
            return false;
        }

        if (Newest is not { } newest || seconds > newest)
        {
            (Newest, _newestLine) = (seconds, line);
        }
        else if (seconds < newest - _allowed)
        {
            Late++;
            LeaveOut(LogFaults.Late(line, seconds, _newestLine, newest));
            return false;
        }

        return true;
    }

    /// <summary>Says how many lines were left out, if any, and shows the first few.</summary>
    public void WriteLeftOut(string name, TextWriter writer)
    {
        if (LeftOut == 0)
        {
            return;
        }

        writer.WriteLine(LogFaults.LeftOut(name, Late, InFuture, allowed));
        foreach (var shown in _firstLeftOut)
        {
            writer.WriteLine($"  {shown}");
        }
    }

    /// <summary>The first that was left out.</summary>
    public string? First => _firstLeftOut.FirstOrDefault();

    private void LeaveOut(string description)
    {
        if (_firstLeftOut.Count < MaxShown)
        {
            _firstLeftOut.Add(description);
        }
    }
}

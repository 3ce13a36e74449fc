namespace Affluence.Gateway.Cache;

/// <summary>Two clocks: the date, which may be set, for what the site writes; and the time since the start, which only goes on, for how long something lies here.</summary>
internal sealed class CacheClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public TimeProvider Provider => time;

    public TimeSpan Now => time.GetElapsedTime(_start);

    public DateTimeOffset Date => time.GetUtcNow();
}

using Affluence.Hits;

namespace Affluence.Simulator.AccessLogs;

/// <summary>One request of a log, as far as the figures need it. It holds the address in clear, and so lives in memory only.</summary>
internal struct LogEntry
{
    /// <summary>When it was written or, with Apache httpd, when it came: seconds since 1970.</summary>
    public long Seconds;

    public NetworkAddress Address;

    public HitKind Kind;

    public HitOutcome Outcome;

    /// <summary>The same for the same user agent within this process.</summary>
    public ulong UserAgentHash;

    /// <summary>Where the user agent begins in its line, or in the block once it is in one; unescaped.</summary>
    public int UserAgentStart;

    /// <summary>In bytes, at most <see cref="VisitorHasher.MaxUserAgentLength"/>; 0 if none was sent or logged.</summary>
    public int UserAgentLength;

    /// <summary>Number of the line within its block, from 0.</summary>
    public int Line;
}

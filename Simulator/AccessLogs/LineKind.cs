namespace Affluence.Simulator.AccessLogs;

/// <summary>What a line of a log is.</summary>
internal enum LineKind
{
    /// <summary>A request.</summary>
    Entry,

    /// <summary>
    /// A line as it should be of a request that is none: a broken handshake, a connection that said nothing, a method that no site is asked
    /// with. The gateway refuses such requests before anything is counted, so they are not counted here either.
    /// </summary>
    NoRequest,

    /// <summary>A blank line or a directive.</summary>
    Nothing,

    /// <summary>A line that can't be read.</summary>
    Bad,
}

namespace Affluence.Simulator.AccessLogs;

/// <summary>What a parser found in a line. Texts are as the client sent them; what was not logged is empty.</summary>
internal ref struct LoggedRequest
{
    public ReadOnlySpan<byte> Client;
    public long Seconds;
    public ReadOnlySpan<byte> Method;
    public ReadOnlySpan<byte> Target;
    public int Status;
    public ReadOnlySpan<byte> UserAgent;
    public ReadOnlySpan<byte> Accept;
    public ReadOnlySpan<byte> FetchMode;
    public ReadOnlySpan<byte> FetchDestination;
    public ReadOnlySpan<byte> Purpose;
    public ReadOnlySpan<byte> ContentType;

    /// <summary>Where <see cref="UserAgent"/> begins in the line.</summary>
    public int UserAgentStart;
}

namespace Affluence.Simulator.AccessLogs;

/// <summary>What a parser found in a line. Texts are as the client sent them; what was not logged is empty.</summary>
internal ref struct LoggedRequest
{
    /// <summary>Of the connection, or what else the format has for the client.</summary>
    public ReadOnlySpan<byte> Client;

    /// <summary>What stands in the field that the operator named; <see cref="Client"/> holds where it is empty.</summary>
    public ReadOnlySpan<byte> ChosenClient;

    /// <summary>X-Forwarded-For, which holds where <see cref="Client"/> is a trusted proxy.</summary>
    public ReadOnlySpan<byte> ForwardedFor;

    public long Seconds;
    public ReadOnlySpan<byte> Method;
    public ReadOnlySpan<byte> Target;

    /// <summary>Where the request begins in the line, in bytes from 1.</summary>
    public int RequestColumn;

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

namespace Affluence.Simulator.AccessLogs;

/// <summary>Why a line can't be read.</summary>
/// <param name="Column">Where, in bytes from 1; 0 if it is about the line as a whole.</param>
/// <param name="Reason">Half a sentence that reads on after "line 5:".</param>
internal readonly record struct LineFault(int Column, string Reason)
{
    /// <summary>The line is as it should be but for its client; the column is not shown, for a host name is personal too.</summary>
    public static readonly LineFault NoAddress = new(0, "the client is no IP address");

    public static readonly LineFault NoAddressField = new(0, "no field tells the client's address");
}

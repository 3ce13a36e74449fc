namespace Affluence.Simulator.AccessLogs;

/// <summary>Why a line can't be read.</summary>
/// <param name="Column">Where, in bytes from 1; 0 if it is about the line as a whole.</param>
/// <param name="Reason">Half a sentence that reads on after "line 5:".</param>
/// <param name="IsOfFormat">Whether the line is of the format beyond doubt, whatever else it lacks.</param>
internal readonly record struct LineFault(int Column, string Reason, bool IsOfFormat = false)
{
    /// <summary>The line is as it should be but for its client; the column is not shown, for a host name is personal too.</summary>
    public static readonly LineFault NoAddress = new(0, "the client is no IP address");

    public static readonly LineFault NoAddressField = new(0, "no field tells the client's address");

    /// <summary>Any of them may be the client's: the first is the client's to invent, and the last may be a proxy's.</summary>
    public static readonly LineFault ManyAddresses = new(
        0, "several addresses stand in the client's place: say with --trusted-proxy which are your proxies', or --trusted-proxy none if the last is the visitor's");

    public static readonly LineFault NoList = new(
        0, "several addresses stand in the client's place, and not between commas as proxies write them: say with --log-format what is between them, for example '$remote_addr;$proxy …'");

    public static readonly LineFault NoOffset = new(0, "its time has no offset from UTC: say with --time-zone which zone it is in");

    public static readonly LineFault NoRequest = new(0, "it is no request as a site gets it: a method in capitals, and a path or a URL");

    public static readonly LineFault TooLong = new(0, FormattableString.Invariant($"it is longer than {LineParser.MaxLineLength} bytes"));

    public static readonly LineFault Nuls = new(0, "it begins with NULs, as where a log was cut while it was written to (copytruncate)");
}

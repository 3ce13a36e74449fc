namespace Affluence.Simulator.AccessLogs;

/// <summary>A line that could not be read, to be shown.</summary>
/// <param name="Line">Its number in the log, from 1.</param>
/// <param name="Fault">Why.</param>
/// <param name="Excerpt">What stands there; empty if it is not to be shown.</param>
internal sealed record BadLine(long Line, LineFault Fault, string Excerpt)
{
    public override string ToString()
    {
        var place = Fault.Column > 0 ? FormattableString.Invariant($"line {Line}, column {Fault.Column}") : FormattableString.Invariant($"line {Line}");
        return Excerpt.Length > 0 ? $"{place}: {Fault.Reason}: {Excerpt}" : $"{place}: {Fault.Reason}";
    }
}

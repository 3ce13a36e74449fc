namespace Affluence.Simulator.AccessLogs;

/// <summary>What became of reading a time.</summary>
internal enum TimeReading
{
    NoTime,

    /// <summary>A time, but of which zone was not said.</summary>
    NoOffset,

    Time,
}

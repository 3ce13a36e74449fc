namespace Affluence.Faults.Tests.Processes;

/// <summary>Where a process' log goes.</summary>
public enum LogOutlet
{
    /// <summary>To the test.</summary>
    Test,

    /// <summary>To a disk without room: each write fails.</summary>
    FullDisk,

    /// <summary>To a pipe that nobody reads: once it is full, a write does not return.</summary>
    NobodyReads,
}

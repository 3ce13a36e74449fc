namespace Affluence.Simulator.AccessLogs;

/// <summary>How the bytes of a log are packed.</summary>
internal enum Packing
{
    None,
    Gzip,
    Bzip2,
    Xz,
    Zstandard,
}

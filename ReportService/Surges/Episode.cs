namespace Affluence.Report.Surges;

/// <summary>A state that has ended.</summary>
/// <param name="Since">Its first minute.</param>
/// <param name="Until">The first minute after it.</param>
/// <param name="BySilence">It is over since nothing more is known, and not since the opposite was seen.</param>
internal readonly record struct Episode(long Since, long Until, bool BySilence);

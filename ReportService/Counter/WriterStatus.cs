namespace Affluence.Report.Counter;

/// <summary>A gateway that recorded into a window, and the end of the newest bucket it recorded there.</summary>
internal sealed record WriterStatus(string WriterId, DateTimeOffset NewestBucketEnd);

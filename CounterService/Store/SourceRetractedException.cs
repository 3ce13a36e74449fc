namespace Affluence.Counter.Store;

/// <summary>A record is of a source that is retracted: nothing of it counts.</summary>
internal sealed class SourceRetractedException() : Exception("this source was retracted; record under another");

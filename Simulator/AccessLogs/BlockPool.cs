using System.Collections.Concurrent;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Blocks that are done with, for the next block of this log or another: making a megabyte for each of many small logs takes longer than reading them.</summary>
internal sealed class BlockPool
{
    private readonly ConcurrentBag<LogBlock> _free = [];

    public LogBlock Rent() => _free.TryTake(out var block) ? block : new LogBlock();

    public void Return(LogBlock block) => _free.Add(block);
}

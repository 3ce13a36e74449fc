using Affluence.Admission;
using Affluence.Counter.Recording;

namespace Affluence.Counter.Admission;

/// <summary>What a gateway tells in one exchange.</summary>
internal sealed record RoomReport(
    WriterId Writer,
    RoomState Known,
    IReadOnlyDictionary<Bucket, SiteLoad> Loads,
    IReadOnlyDictionary<Bucket, IReadOnlyList<ulong>> Waiting,
    IReadOnlyList<ulong> Inside);

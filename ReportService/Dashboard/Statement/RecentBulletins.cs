using Affluence.Report.Bulletins;

namespace Affluence.Report.Dashboard.Statement;

/// <summary>The bulletins issued last, read once for all dashboards that show them, and again after a while or when one was issued.</summary>
internal sealed class RecentBulletins(BulletinRegister register, TimeProvider timeProvider)
{
    private const int Shown = 10;
    private static readonly TimeSpan ReadingHolds = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private IReadOnlyList<Bulletin> _last = [];
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;
    private long _version;

    /// <summary>The last first.</summary>
    public IReadOnlyList<Bulletin> Read()
    {
        lock (_lock)
        {
            var now = timeProvider.GetUtcNow();
            var version = register.Version;
            if (now - _readAt >= ReadingHolds || version != _version)
            {
                _last = register.List(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, Shown);
                (_readAt, _version) = (now, version);
            }

            return _last;
        }
    }
}

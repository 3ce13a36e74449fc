using System.Globalization;
using Affluence.Counter.Recording;
using StackExchange.Redis;

namespace Affluence.Counter.Store;

/// <summary>
/// A member of a minute's totals: offset of the bucket, country, measure, writer, as <c>3USsgateway-1</c>. Heartbeats, dropped hits
/// and folded page views are of no country: <c>3--hgateway-1</c>, <c>3--dgateway-1</c>, <c>3--fgateway-1</c>.
/// The writer of a source has its name behind its own: <see cref="SourceSuffix"/>.
/// </summary>
internal static class TotalsMember
{
    private const string NoCountry = "--";
    private const char HeartbeatLetter = 'h';
    private const char DroppedHitsLetter = 'd';
    private const char FoldedPageViewsLetter = 'f';
    private const int WriterAt = 4;

    /// <summary>Score of the heartbeat of a writer that tells networks; another's is 0.</summary>
    public const double TellsNetworks = 1;

    public static RedisValue Of(int offset, CountryCode country, Measure measure, string writer) =>
        string.Create(CultureInfo.InvariantCulture, $"{offset}{country}{(char)measure}{writer}");

    public static RedisValue HeartbeatOf(int offset, string writer) =>
        string.Create(CultureInfo.InvariantCulture, $"{offset}{NoCountry}{HeartbeatLetter}{writer}");

    public static RedisValue DroppedHitsOf(int offset, string writer) =>
        string.Create(CultureInfo.InvariantCulture, $"{offset}{NoCountry}{DroppedHitsLetter}{writer}");

    public static RedisValue FoldedPageViewsOf(int offset, string writer) =>
        string.Create(CultureInfo.InvariantCulture, $"{offset}{NoCountry}{FoldedPageViewsLetter}{writer}");

    public static int OffsetOf(string member) => member[0] - '0';

    public static bool IsHeartbeat(string member) => member[3] == HeartbeatLetter;

    public static bool IsDroppedHits(string member) => member[3] == DroppedHitsLetter;

    public static bool IsFoldedPageViews(string member) => member[3] == FoldedPageViewsLetter;

    public static string WriterOf(string member) => member[WriterAt..];

    public static CountryCode CountryOf(string member) => CountryCode.Parse(member[1..3]);

    public static Measure MeasureOf(string member) => (Measure)member[3];
}

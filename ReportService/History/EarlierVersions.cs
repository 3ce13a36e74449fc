using Affluence.Report.Snapshots;

namespace Affluence.Report.History;

/// <summary>Says of a snapshot on record which figures it lacks because they were not counted yet when it was made: what is null has a reason.</summary>
internal static class EarlierVersions
{
    private const string Reason = "This snapshot was made by a version that did not count it.";

    public static Snapshot Explain(Snapshot stored)
    {
        string[] missing = [.. Missing(stored).Where(figure => !stored.Unavailable.ContainsKey(figure))];
        return missing.Length == 0
            ? stored
            : stored with
            {
                Unavailable = new SortedDictionary<string, string>(
                    stored.Unavailable.Concat(missing.Select(figure => KeyValuePair.Create(figure, Reason))).ToDictionary(), StringComparer.Ordinal),
            };
    }

    private static IEnumerable<string> Missing(Snapshot stored)
    {
        if (stored.Networks is null)
        {
            yield return "networks";
            yield return "networksStandardError";
        }

        if (stored.Quality.DroppedHits is null)
        {
            yield return "quality.droppedHits";
        }

        if (stored.Quality.FoldedPageViews is null)
        {
            yield return "quality.foldedPageViews";
        }

        if (stored.Room is null)
        {
            yield return "room";
        }

        if (stored.PageViews is { FromCache: null })
        {
            yield return "pageViews.fromCache";
            yield return "pageViews.fromCacheStale";
        }
    }
}

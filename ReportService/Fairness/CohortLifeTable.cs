using Affluence.Report.Fairness.Statistics;
using Affluence.Report.Room;

namespace Affluence.Report.Fairness;

/// <summary>How many of a cohort were there in each minute of their wait, and how many of them were let in during it.</summary>
internal static class CohortLifeTable
{
    /// <remarks>
    /// A page that waits asks every 10 to 24 s. So whoever waits on or is let in later was told to wait in this minute; who was let in during it may have been or not. At risk
    /// are therefore at least those told to wait, and those let in now or at risk in the next minute; and at most those told to wait and those let in together. The
    /// latter keeps somebody out who came back long after his turn had come.
    /// </remarks>
    public static IReadOnlyList<LifeTableRow> Of(RoomArrivals arrivals)
    {
        var last = arrivals.Waited.Keys.Concat(arrivals.LetIn.Keys).DefaultIfEmpty(0).Max();
        var rows = new LifeTableRow[last + 1];
        var later = 0L;
        for (var wait = last; wait >= 0; wait--)
        {
            var (told, letIn) = (wait == 0 ? arrivals.Joined : arrivals.Waited.GetValueOrDefault(wait), arrivals.LetIn.GetValueOrDefault(wait));
            later = Math.Min(told + letIn, Math.Max(told, letIn + later));
            rows[wait] = new LifeTableRow(wait, later, letIn);
        }

        return rows;
    }
}

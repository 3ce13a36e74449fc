using Affluence.Report.CivilTime;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Bulletins;

/// <summary>Writes the statement for any snapshot. The same snapshot gives the same words, at whatever time and on whatever machine.</summary>
internal sealed class BulletinWriter(SiteCalendar calendar)
{
    /// <param name="snapshot">The figures to tell.</param>
    /// <param name="attribution">What the licence of the country data asks to show beside them. Null: nothing, or not known.</param>
    public BilingualStatement Write(Snapshot snapshot, string? attribution)
    {
        var findings = new Findings(snapshot, calendar, attribution);
        return new BilingualStatement(new EnglishWording(findings).Write(), new FrenchWording(findings).Write());
    }
}

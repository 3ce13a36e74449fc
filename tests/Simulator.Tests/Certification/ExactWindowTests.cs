using Affluence.Hits;
using Affluence.Simulator.Certification;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.Simulator.Tests.Certification;

public sealed class ExactWindowTests
{
    /// <summary>Few visitors and minutes, so that they meet; some minutes without anybody.</summary>
    private static readonly Arbitrary<(int Minute, int Visitor, bool IsServed)[]> Visits = Gen.ArrayOf(
        from minute in Gen.Choose(100, 130)
        from visitor in Gen.Choose(0, 9)
        from isServed in Gen.Elements(true, true, false)
        select (minute, visitor, isServed)).ToArbitrary();

    [Fact]
    public void Advance_AnyVisits_CountsAsSetsOfTheWholeLogDo() => Prop.ForAll(Visits, visits =>
    {
        var counted = Count(visits).ToDictionary(figures => figures.At);
        foreach (var end in Enumerable.Range(95, 45))
        {
            var at = DateTimeOffset.UnixEpoch.AddMinutes(end);
            var inWindow = visits.Where(visit => end - 5 <= visit.Minute && visit.Minute < end).ToList();
            var served = inWindow.Where(visit => visit.IsServed).Select(visit => visit.Visitor).ToHashSet();
            var expected = new ExactFigures(
                at,
                served.Count,
                inWindow.Where(visit => !visit.IsServed).Select(visit => visit.Visitor).Distinct().Count(visitor => !served.Contains(visitor)),
                inWindow.Count(visit => visit.IsServed),
                inWindow.Count(visit => !visit.IsServed));
            if (counted.GetValueOrDefault(at, new ExactFigures(at, 0, 0, 0, 0)) != expected)
            {
                return false;
            }
        }

        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static IEnumerable<ExactFigures> Count(IEnumerable<(int Minute, int Visitor, bool IsServed)> visits)
    {
        var window = new ExactWindow();
        foreach (var minute in visits.GroupBy(visit => visit.Minute).OrderBy(minute => minute.Key))
        {
            var inMinute = new MinuteVisits(minute.Key);
            foreach (var visit in minute)
            {
                inMinute.Add((ulong)visit.Visitor, visit.IsServed ? HitOutcome.Served : HitOutcome.Timeout);
            }

            foreach (var figures in window.Advance(inMinute))
            {
                yield return figures;
            }
        }

        foreach (var figures in window.Complete())
        {
            yield return figures;
        }
    }
}

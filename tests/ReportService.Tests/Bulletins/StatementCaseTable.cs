using System.Collections;
using Affluence.Report.Snapshots;

namespace Affluence.ReportService.Tests.Bulletins;

/// <summary>Changes to the night's snapshot, by name, each with words in English and French.</summary>
internal sealed class StatementCaseTable : IEnumerable
{
    private readonly Dictionary<string, (Snapshot Snapshot, string English, string French)> _cases = [];

    public IEnumerable<string> Names => _cases.Keys;

    public (Snapshot Snapshot, string English, string French) this[string name] => _cases[name];

    public void Add(string name, Func<Snapshot, Snapshot> change, string english, string french) =>
        _cases.Add(name, (change(NightFigures.Snapshot), english, french));

    public IEnumerator GetEnumerator() => _cases.GetEnumerator();
}

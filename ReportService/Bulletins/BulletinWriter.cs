using System.Diagnostics.CodeAnalysis;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Bulletins;

/// <summary>Writes the statement for a snapshot. One writer for each language: its sentences, its numbers, its clock.</summary>
internal abstract class BulletinWriter
{
    private const int CountriesNamed = 4;

    // A country below half a per cent would be said to have 0 %.
    private const double SmallestShareNamed = 0.005;

    private static readonly BulletinWriter[] Writers = [new EnglishBulletin(), new FrenchBulletin()];

    public static IEnumerable<string> Languages => Writers.Select(writer => writer.Language);

    protected abstract string Language { get; }

    public static bool TryFind(string language, [NotNullWhen(true)] out BulletinWriter? writer) =>
        (writer = Array.Find(Writers, candidate => candidate.Language == language)) is not null;

    public Bulletin Write(Snapshot snapshot)
    {
        var paragraphs = new List<string>();
        if (snapshot.Visitors is { } visitors)
        {
            paragraphs.Add(Presence(snapshot, visitors));
            paragraphs.Add(snapshot is { Ratio: { } ratio, Baseline.Visitors: { } before } ? Comparison(snapshot, ratio, before) : NotCompared(snapshot));
        }
        else
        {
            paragraphs.Add(NotKnown(snapshot));
        }

        if (NamedCountries(snapshot) is { Count: > 0 } countries)
        {
            paragraphs.Add(Origins(countries));
        }

        paragraphs.Add(Excluded(snapshot));
        paragraphs.Add(Definition);
        return new Bulletin(Language, snapshot.At, Headline(snapshot), paragraphs);
    }

    protected abstract string Definition { get; }

    protected abstract string Headline(Snapshot snapshot);

    protected abstract string Presence(Snapshot snapshot, long visitors);

    protected abstract string NotKnown(Snapshot snapshot);

    protected abstract string Comparison(Snapshot snapshot, double ratio, long before);

    protected abstract string NotCompared(Snapshot snapshot);

    protected abstract string Origins(IReadOnlyList<CountryShare> countries);

    protected abstract string Excluded(Snapshot snapshot);

    // Between these "1.0 times as many" would be a strange way to say "as many".
    protected static bool IsAboutAsMany(double ratio) => ratio is > 0.95 and < 1.05;

    private static List<CountryShare> NamedCountries(Snapshot snapshot) =>
        [.. snapshot.Countries.Where(country => !country.Code.IsUnknown && country.Share >= SmallestShareNamed).Take(CountriesNamed)];
}

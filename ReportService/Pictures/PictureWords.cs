using Affluence.Report.Api;
using Affluence.Report.Attribution;
using Affluence.Report.CivilTime;
using Affluence.Report.Dashboard.Curve;
using Affluence.Report.Languages;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Pictures;

/// <summary>
/// What a picture says beside its figures: of which time they are, what they mean and whose data they are made with. A picture is passed on
/// without the page around it, so it must say this itself.
/// </summary>
internal sealed class PictureWords(SiteCalendar calendar, Typography words)
{
    // A minute is on record half a minute after its end; twice that and no newer one is worth a word.
    private static readonly TimeSpan LatestRecord = TimeSpan.FromMinutes(5);

    public static string Curve(Typography words, CurveSpan span) => words.Choose($"Visitors over {span.English}", $"Visiteurs sur {span.French}");

    /// <summary>Of the newest minute that is known, and not of the time when it was drawn.</summary>
    public string CurveTime(CurveData data, DateTimeOffset? shown)
    {
        var known = data.Points.LastOrDefault(point => point.Visitors is not null)?.At ?? data.To;
        var range = words.Choose($"{data.Span.English}, as of {When(known)}", $"{data.Span.French}, en date de {When(known)}");
        return shown is { } minute
            ? $"{range} ({words.Choose("minute asked for: ", "minute demandée\u00A0: ")}{When(calendar.Localize(minute))})"
            : range;
    }

    /// <summary>Null: the curve goes as far as it can.</summary>
    public string? CurveWarning(CurveData data, DateTimeOffset now)
    {
        var known = data.Points.LastOrDefault(point => point.Visitors is not null)?.At;
        var expected = data.To < now ? data.To : now;
        return known is { } last && expected - last < LatestRecord + data.Step
            ? null
            : words.Choose("Nothing newer is on record: these are not the figures of now.", "Rien de plus récent n’est consigné\u00A0: ce ne sont pas les chiffres de maintenant.");
    }

    public string CountriesTime(Snapshot snapshot) => snapshot.Visitors is { } visitors
        ? words.Choose(
            $"{words.Counted(visitors, "visitor", "visitors")} in the 5 minutes before {When(snapshot.At)}",
            $"{words.Counted(visitors, "visiteur", "visiteurs")} dans les 5 minutes précédant {When(snapshot.At)}")
        : When(snapshot.At);

    public string? CountriesWarning(Snapshot snapshot) => snapshot.Quality.Stale is null
        ? null
        : words.Choose("These figures are old: nothing newer could be composed.", "Ces chiffres sont anciens\u00A0: rien de plus récent n’a pu être composé.");

    public IReadOnlyList<string> CurveFootnotes(CurveView view, GeoDataset? dataset) =>
        [.. Definitions("visitors", "refused"), Join(view.StepNote, Times, dataset?.Attribution)];

    public IReadOnlyList<string> CountriesFootnotes(GeoDataset? dataset) => [.. Definitions("visitors", "country"), Join(Times, dataset?.Attribution)];

    private string Times => words.Choose($"Times: {calendar.Zone.Id}.", $"Heures\u00A0: {calendar.Zone.Id}.");

    private IEnumerable<string> Definitions(params string[] terms) => terms.Select(Definition.Of).Select(definition =>
        $"{Capital(words.Choose(definition.Term.En, definition.Term.Fr))}{words.Colon}{words.Choose(definition.Meaning.En, definition.Meaning.Fr)}");

    private static string Capital(string term) => $"{char.ToUpperInvariant(term[0])}{term[1..]}";

    private static string Join(params string?[] sentences) => string.Join(' ', sentences.OfType<string>());

    private string When(DateTimeOffset at) => words.Choose($"{words.Time(at)} on {words.Date(at)}", $"{words.Time(at)}, le {words.Date(at)}");
}

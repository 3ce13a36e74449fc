using System.Globalization;
using System.Text;
using Affluence.Report.Bulletins;
using Affluence.Report.Languages;
using Affluence.Report.Snapshots;

namespace Affluence.Report.Api;

/// <summary>The statement of a snapshot of which no bulletin was issued, and which may be another one 2 s later: no number, nothing to keep.</summary>
internal sealed class DraftResult(Snapshot snapshot, BilingualStatement statement, Typography words) : IResult
{
    private readonly IssuedText _draft = IssuedText.Of(statement.In(words.Language), Imprint.OfDraft(words));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.CacheControl = "no-store";
        httpContext.Response.Headers.ContentLanguage = $"{words.Language}-CA";
        var form = httpContext.Representation();
        IResult answer = form == Representation.Json
            ? TypedResults.Ok(Document())
            : TypedResults.Text(form == Representation.Markdown ? BulletinMarkdown.Of(_draft) : _draft.Text, form.MediaType, Encoding.UTF8);
        return answer.ExecuteAsync(httpContext);
    }

    private BulletinDocument Document() =>
        new(
            words.Language,
            Number: null,
            snapshot.At,
            IssuedAt: null,
            _draft.Headline,
            _draft.Text,
            _draft.Paragraphs,
            snapshot.Final,
            snapshot.Quality.Stale,
            ContentHash: null,
            Permalink: null,
            Supersedes: null,
            SupersededBy: null,
            new SnapshotReference(snapshot.At, snapshot.Revision),
            string.Create(
                CultureInfo.InvariantCulture,
                $"This is a draft: no bulletin was issued. An operator issues it by POST /api/v1/bulletins " +
                $"with {{\"at\":\"{MinuteRange.WholeMinute(snapshot.At):yyyy-MM-dd'T'HH:mm:sszzz}\"}}."));
}

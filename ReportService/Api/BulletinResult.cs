using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Affluence.Report.Bulletins;
using Affluence.Report.Languages;
using Affluence.Report.Snapshots;
using Microsoft.Net.Http.Headers;

namespace Affluence.Report.Api;

/// <summary>
/// A bulletin as it was issued. Its text never changes, but whether it was superseded does: so it may be kept, and is asked about each time.
/// </summary>
internal sealed class BulletinResult(Bulletin bulletin, Typography words) : IResult
{
    private const string KeepAndAsk = "public, no-cache";

    private readonly IssuedText _issued = bulletin.In(words.Language);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var form = httpContext.Representation();
        var body = form == Representation.Json
            ? JsonSerializer.SerializeToUtf8Bytes(Document(httpContext), SnapshotJson.Options)
            : Encoding.UTF8.GetBytes(form == Representation.Markdown ? Markdown() : Text());

        var headers = httpContext.Response.Headers;
        headers.CacheControl = KeepAndAsk;
        headers.ContentLanguage = $"{words.Language}-CA";
        headers.ContentLocation = BulletinAddress.Of(httpContext, bulletin.Number, words.Language, form);
        AppendLink(httpContext, bulletin.SupersededBy, "successor-version");
        AppendLink(httpContext, bulletin.Supersedes, "predecessor-version");

        // Of what is sent, so that either is right for every form. Of a text that was not superseded it is the content hash.
        var hash = SHA256.HashData(body);
        headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(hash)}:";
        var tag = new EntityTagHeaderValue($"\"sha256:{Convert.ToHexStringLower(hash)}\"");
        var contentType = form == Representation.Json ? form.MediaType : $"{form.MediaType}; charset=utf-8";
        return TypedResults.Bytes(body, contentType, entityTag: tag).ExecuteAsync(httpContext);
    }

    private void AppendLink(HttpContext context, long? number, string relation)
    {
        if (number is { } other)
        {
            var address = BulletinAddress.Of(context, other, words.Language, context.Representation());
            context.Response.Headers.Append(HeaderNames.Link, $"<{address}>; rel=\"{relation}\"");
        }
    }

    private string Text() => bulletin.SupersededBy is { } by ? $"{Imprint.OfSuperseded(words, by)}\n\n{_issued.Text}" : _issued.Text;

    private string Markdown() =>
        bulletin.SupersededBy is { } by ? $"**{Imprint.OfSuperseded(words, by)}**\n\n{BulletinMarkdown.Of(_issued)}" : BulletinMarkdown.Of(_issued);

    private BulletinDocument Document(HttpContext context) =>
        new(
            words.Language,
            bulletin.Number,
            bulletin.At,
            bulletin.IssuedAt,
            _issued.Headline,
            _issued.Text,
            _issued.Paragraphs,
            bulletin.Final,
            Stale: null,
            _issued.ContentHash,
            BulletinAddress.Of(context, bulletin.Number, words.Language),
            bulletin.Supersedes,
            bulletin.SupersededBy,
            new SnapshotReference(bulletin.At, bulletin.Revision),
            Reason: null);
}

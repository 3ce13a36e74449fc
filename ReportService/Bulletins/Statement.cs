namespace Affluence.Report.Bulletins;

/// <summary>What can be told journalists of one snapshot, in one language.</summary>
/// <param name="Language"><c>en</c> or <c>fr</c>.</param>
/// <param name="Headline">One line.</param>
/// <param name="Paragraphs">Each a few sentences, without line breaks.</param>
internal sealed record Statement(string Language, string Headline, IReadOnlyList<string> Paragraphs)
{
    public bool SaysTheSameAs(Statement other) =>
        Language == other.Language && Headline == other.Headline && Paragraphs.SequenceEqual(other.Paragraphs, StringComparer.Ordinal);
}

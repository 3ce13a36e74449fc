using Affluence.Report.Bulletins;

namespace Affluence.Report.Api;

/// <summary>A text as Markdown: its headline is a heading and its imprint is set apart. Nothing in the sentences means anything in Markdown.</summary>
internal static class BulletinMarkdown
{
    public static string Of(IssuedText text) => $"# {text.Headline}\n\n*{text.Imprint}*\n\n{string.Join("\n\n", text.Paragraphs)}\n";
}

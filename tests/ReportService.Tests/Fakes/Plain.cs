using AngleSharp.Dom;

namespace Affluence.ReportService.Tests.Fakes;

/// <summary>What a reader reads of a page.</summary>
internal static class Plain
{
    /// <summary>Text with one ordinary space wherever there is space of any kind.</summary>
    public static string Text(string text) => string.Join(' ', text.Split([' ', '\n', '\r', '\t', '\u00A0'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The texts of an element, with space between those that the stylesheet sets apart.</summary>
    public static string Text(INode element) => Text(string.Join(' ', element.Descendants<IText>().Select(text => text.Data)));
}

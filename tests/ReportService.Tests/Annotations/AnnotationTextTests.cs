using Affluence.Report.Annotations;

namespace Affluence.ReportService.Tests.Annotations;

public class AnnotationTextTests
{
    [Theory]
    [InlineData("Networks call the election", "Networks call the election")]
    [InlineData("  Les réseaux annoncent le résultat ", "Les réseaux annoncent le résultat")]
    // e and a combining accent become one character.
    [InlineData("re\u0301sultat", "r\u00E9sultat")]
    [InlineData("C\u0327a, e\u0302te, Noe\u0308l, Vie\u0323\u0302t", "Ça, ête, Noël, Vi\u1EC7t")]
    [InlineData("\u0301 b\u0301", "\u0301 b\u0301")]
    [InlineData("👨\u200D👩\u200D👧 <b>'\"&=1+1", "👨\u200D👩\u200D👧 <b>'\"&=1+1")]
    public void Read_Text_KeptWithAccentsComposedAndWithoutWhiteSpaceAround(string text, string kept)
    {
        Assert.Equal(kept, AnnotationText.Read(text, out var fault));
        Assert.Null(fault);
    }

    [Theory]
    [InlineData("", "is empty.")]
    [InlineData(" \u00A0 ", "is empty.")]
    [InlineData("a\nb", "has U+000A at position 2, which is a control character.")]
    [InlineData("a\tb", "has U+0009 at position 2, which is a control character.")]
    [InlineData("\u001b[31mred", "has U+001B at position 1, which is a control character.")]
    [InlineData("a\u0085", "has U+0085 at position 2, which is a control character.")]
    [InlineData("a\u2028b", "has U+2028 at position 2, which is a control character.")]
    [InlineData("evil\u202Egnp", "has U+202E at position 5, which is an invisible character or changes the direction of text.")]
    [InlineData("a\u2066b", "has U+2066 at position 2, which is an invisible character or changes the direction of text.")]
    [InlineData("a\u200Bb", "has U+200B at position 2, which is an invisible character or changes the direction of text.")]
    [InlineData("a\uFFFEb", "has U+FFFE at position 2, which is no character.")]
    [InlineData("a\uFDD0b", "has U+FDD0 at position 2, which is no character.")]
    [InlineData("a\U0001FFFF", "has U+1FFFF at position 2, which is no character.")]
    [InlineData("\uFEFFa", "has U+FEFF at position 1, which is an invisible character or changes the direction of text.")]
    public void Read_TextThatCannotBeShown_RefusedAndSaidWhy(string text, string expected)
    {
        Assert.Null(AnnotationText.Read(text, out var fault));
        Assert.Equal(expected, fault);
    }

    [Theory]
    [InlineData("a", 280, null)]
    [InlineData("a", 281, "has 281 characters, and at most 280 are kept.")]
    // Two UTF-16 units each, one character each.
    [InlineData("🍁", 280, null)]
    [InlineData("🍁", 281, "has 281 characters, and at most 280 are kept.")]
    public void Read_Length_CountedInCharacters(string character, int count, string? expected)
    {
        _ = AnnotationText.Read(string.Concat(Enumerable.Repeat(character, count)), out var fault);

        Assert.Equal(expected, fault);
    }

    [Fact]
    public void Read_HalfACharacter_Refused()
    {
        Assert.Null(AnnotationText.Read("a\uD83C", out var fault));
        Assert.Equal("has U+D83C at position 2, which is half a character.", fault);
    }
}

using Affluence.ServiceDefaults;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Affluence.Tests;

public sealed class LineFormatterTests
{
    [Theory]
    [InlineData("plain text, in French: é", "plain text, in French: é")]
    [InlineData("a\r\n2016-11-09T04:00:00.000Z crit: forged", @"a\u000d\u000a2016-11-09T04:00:00.000Z crit: forged")]
    [InlineData("\u001b[2J\u001b]0;title\u0007", @"\u001b[2J\u001b]0;title\u0007")]
    [InlineData("a\tb\0c\u007f", @"a\u0009b\u0000c\u007f")]
    [InlineData("a\u0085b\u009bc", @"a\u0085b\u009bc")]
    [InlineData("a\u2028b\u2029c", @"a\u2028b\u2029c")]
    [InlineData("\u202Egnp.exe\u202C \u2066\u2069\u200F", @"\u202egnp.exe\u202c \u2066\u2069\u200f")]
    public void Write_TextFromOutside_IsOneLineWithoutControls(string text, string expected)
    {
        var lines = Write($"told {text}").Split(Environment.NewLine);

        Assert.Equal(2, lines.Length);
        Assert.EndsWith($"Z warn: Affluence.Some: told {expected}", lines[0], StringComparison.Ordinal);
        Assert.Empty(lines[1]);
    }

    [Fact]
    public void Write_Exception_FollowsSetIn()
    {
        var lines = Write("failed", new InvalidOperationException("one\n2016-11-09T04:00:00.000Z crit: forged\u001b[0m")).Split(Environment.NewLine);

        Assert.EndsWith("Affluence.Some: failed", lines[0], StringComparison.Ordinal);
        Assert.Equal("      System.InvalidOperationException: one", lines[1]);
        Assert.Equal(@"      2016-11-09T04:00:00.000Z crit: forged\u001b[0m", lines[2]);
    }

    [Fact]
    public void Write_AnyText_IsOneLine() =>
        Prop.ForAll<string?>(text => Write(text ?? string.Empty).IndexOfAny(['\r', '\n', '\u2028', '\u2029', '\u0085', '\u001b']) == Write(text ?? string.Empty).Length - 1)
            .QuickCheckThrowOnFailure();

    private static string Write(string message, Exception? exception = null)
    {
        using var writer = new StringWriter();
        new LineFormatter().Write(new LogEntry<string>(LogLevel.Warning, "Affluence.Some", default, message, exception, (state, _) => state), null, writer);
        return writer.ToString();
    }
}

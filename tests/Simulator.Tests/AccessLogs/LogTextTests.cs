using System.Text;
using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Tests.AccessLogs;

/// <summary>Taking apart and showing what stands in logs.</summary>
public sealed class LogTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData(@"a\x22b\""c\\d", "a\"b\"c\\d")]
    [InlineData(@"\n\r\t\b\f\v", "\n\r\t\b\f\v")]
    [InlineData(@"\xg0 \x4 \q", "xg0 x4 q")]
    [InlineData(@"end\", @"end\")]
    public void Unescape_QuotedText_GivesBackWhatWasSent(string text, string sent)
    {
        var bytes = Encoding.Latin1.GetBytes(text);

        Assert.Equal(sent, Encoding.Latin1.GetString(bytes, 0, EscapedText.Unescape(bytes)));
    }

    [Theory]
    [InlineData(@"\u0041\u00e9", "Aé")]
    [InlineData(@"\ud83d\ude00", "😀")]
    [InlineData(@"\ud83d \u12", "\uFFFD u12")]
    [InlineData(@"\/\""\\\n", "/\"\\\n")]
    public void Unescape_JsonText_GivesBackWhatWasSent(string text, string sent)
    {
        var bytes = Encoding.Latin1.GetBytes(text);

        Assert.Equal(sent, Encoding.UTF8.GetString(bytes, 0, JsonText.Unescape(bytes)));
    }

    [Theory]
    [InlineData("/en", "/en")]
    [InlineData("/en?x=/y.css", "/en")]
    [InlineData("/%65n%2fa%2Fb%zz%4", "/en%2fa%2Fb%zz%4")]
    [InlineData("https://example.org", "/")]
    [InlineData("http://example.org/a?b", "/a")]
    [InlineData("*", "*")]
    public void ReadPath_Target_GivesThePath(string target, string path)
    {
        var room = new char[100];

        Assert.Equal(path, new string(room, 0, RequestLine.ReadPath(Encoding.Latin1.GetBytes(target), room)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("en")]
    [InlineData("example.org:443")]
    public void ReadPath_OtherTarget_IsNone(string target) => Assert.True(RequestLine.ReadPath(Encoding.Latin1.GetBytes(target), new char[100]) < 0);

    [Theory]
    [InlineData("192.0.2.1 - - [08/Nov/2016:23:00:00 -0500] \"GET", 1, "<address> - - [08/Nov/2016:23:00:00 -0500] \"GET")]
    [InlineData("x=192.0.2.1:443,2001:db8::1;host-192-0-2-1.example", 1, "x=<address>:443,<address>;host-<address>.example")]
    [InlineData("a:b:c:d:e:f:1:2 time 2016:23:00:00", 1, "<address> time 2016:23:00:00")]
    [InlineData("a\x1b[31m\x00\u00e9", 1, "a?[31m??")]
    [InlineData("0123456789", 6, "56789")]
    [InlineData("0123456789", 99, "")]
    public void Excerpt_ShowsNoAddressAndNoControls(string line, int column, string shown) =>
        Assert.Equal(shown, Excerpt.Of(Encoding.Latin1.GetBytes(line), column));

    [Fact]
    public void Excerpt_OfALongLine_IsCut()
    {
        // The address would be cut in half.
        var line = new string('x', 58) + "2001:db8:1111:2222:3333:4444:5555:6666" + new string('y', 1000);

        var shown = Excerpt.Of(Encoding.ASCII.GetBytes(line), 1);

        Assert.Equal(new string('x', 58) + "<ad...", shown);
        Assert.Equal(64, shown.Length);
    }
}

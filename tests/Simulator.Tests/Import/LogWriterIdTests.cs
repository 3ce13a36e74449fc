using System.Text;
using System.Text.RegularExpressions;
using Affluence.Simulator.Import;
using Affluence.Simulator.Recording;
using Affluence.Simulator.Tests.AccessLogs;

namespace Affluence.Simulator.Tests.Import;

public sealed partial class LogWriterIdTests
{
    private static readonly IdentityKeys Keys = IdentityKeys.OfSeed(1);

    [Fact]
    public void Of_SameLineSourceAndKey_IsTheSameName()
    {
        // Pinned, and computed in Python too: a later version that named it otherwise would count every log anew.
        Assert.Equal("log-5d41862712897fff2f5d13d2", Of("a line", null));
        Assert.Equal(Of("a line", "web1"), Of("a line", "web1"));
    }

    [Fact]
    public void Of_AnyPartThatDiffers_IsAnotherName()
    {
        var line = Logs.Combined(Logs.Evening);
        string[] names =
        [
            Of(line, null), Of(line + " ", null), Of(line, "a"), Of(line, "b"), Of("a" + line, null),
            LogWriterId.Of(IdentityKeys.OfSeed(2), Encoding.ASCII.GetBytes(line), null),
        ];

        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches(Grammar(), name));
    }

    [Fact]
    public void Of_LongestSource_IsANameThatTheRecorderTakes() =>
        Assert.True(Of("a line", new string('s', LogWriterId.MaxSourceLength)).Length <= RecordingSettings.MaxWriterIdLength);

    private static string Of(string line, string? source) => LogWriterId.Of(Keys, Encoding.ASCII.GetBytes(line), source);

    [GeneratedRegex("^log-([a-z]-)?[0-9a-f]{24}$")]
    private static partial Regex Grammar();
}

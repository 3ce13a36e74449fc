using System.ComponentModel.DataAnnotations;
using System.Text;
using NodaTime;

namespace Affluence.Contracts.Tests;

public sealed class SiteTimeOptionsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Rules_WithoutFile_AreThoseThatNodaTimeCarries()
    {
        var options = new SiteTimeOptions();

        Assert.Empty(Faults(options));
        Assert.Equal(TimeZoneRules.Bundled.Version, options.Rules.Version);
        Assert.Equal("America/Toronto", options.Zone.Id);
    }

    [Fact]
    public void Rules_OfANewerFile_AreGoneBy()
    {
        File.WriteAllBytes(_file, Release("2099z"));
        var options = new SiteTimeOptions { TzdbFile = _file, TimeZone = "America/Vancouver" };

        Assert.Empty(Faults(options));
        Assert.Equal("2099z", options.Rules.Version);
        Assert.Equal("America/Vancouver", options.Zone.Id);
    }

    [Fact]
    public void Validate_ZoneThatTheFileHasNot_NamesTheRelease()
    {
        File.WriteAllBytes(_file, Release("2099z"));

        var fault = Assert.Single(Faults(new SiteTimeOptions { TzdbFile = _file, TimeZone = "Mars/Olympus" }));

        Assert.Equal("SiteTime:TimeZone is 'Mars/Olympus', which is no zone of the IANA time zone database 2099z (for example America/Toronto).", fault);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Validate_FileThatIsNoRelease_RefusedAndNamed(int length)
    {
        File.WriteAllBytes(_file, Release("2099z")[..length]);
        AssertRefused();

        File.WriteAllText(_file, new string('x', length));
        AssertRefused();
    }

    private void AssertRefused() =>
        Assert.Equal(
            $"SiteTime:TzdbFile is '{_file}', which is no time zone data in NodaTime's format (.nzd).",
            Assert.Single(Faults(new SiteTimeOptions { TzdbFile = _file })));

    private static IEnumerable<string?> Faults(SiteTimeOptions options) =>
        options.Validate(new ValidationContext(options)).Select(result => result.ErrorMessage);

    /// <summary>NodaTime's own release under another version.</summary>
    private static byte[] Release(string version)
    {
        using var resource = typeof(DateTimeZone).Assembly.GetManifestResourceStream("NodaTime.TimeZones.Tzdb.nzd")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        var place = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(TimeZoneRules.Bundled.Version));
        Encoding.UTF8.GetBytes(version, bytes.AsSpan(place));
        return bytes;
    }
}

using System.Globalization;

namespace Affluence.Tests;

/// <summary>ICU differs from machine to machine and is missing from small images, so no service loads it.</summary>
public sealed class WithoutIcuTests
{
    [Fact]
    public void Process_OfEveryService_HasNotLoadedIcu()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process has loaded is read from Linux's /proc.");
        Assert.Equal("Å", "å".ToUpper(CultureInfo.GetCultureInfo("fr-CA")));
        Assert.Equal("États-Unis", CountryNames.French(CountryCode.Parse("US")));

        Assert.DoesNotContain("libicu", File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
    }
}

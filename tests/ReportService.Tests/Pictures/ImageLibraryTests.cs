using System.Text;
using SkiaSharp;

namespace Affluence.ReportService.Tests.Pictures;

/// <summary>
/// Pictures are drawn by native code, whose image libraries are compiled into it: no scanner of packages sees them, and ScottPlot asks for an
/// older release. So the one that is really here is looked at.
/// </summary>
public sealed class ImageLibraryTests
{
    /// <summary>The release that brought libpng 1.6.58 and libexpat 2.7.5 (mono/SkiaSharp#3723, #3722).</summary>
    private static readonly Version Floor = new(3, 119, 4);

    private static readonly byte[] Libpng = Encoding.ASCII.GetBytes("1.6.58");

    [Fact]
    public void SkiaSharp_AsItIsLoaded_IsNotOlderThanTheFloor()
    {
        var version = System.Diagnostics.FileVersionInfo.GetVersionInfo(typeof(SKCanvas).Assembly.Location);

        Assert.True(new Version(version.FileMajorPart, version.FileMinorPart, version.FileBuildPart) >= Floor, version.ToString());
    }

    [Fact]
    public void NativeLibraries_OfEachSystem_AreOfTheSameRelease()
    {
        string[] libraries = [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "runtimes"), "libSkiaSharp.*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".so" or ".dylib" or ".dll")];

        foreach (var system in (string[])["linux-x64", "linux-arm64", "osx", "win-x64"])
        {
            Assert.Contains(libraries, path => path.Contains($"{Path.DirectorySeparatorChar}{system}{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        }

        Assert.All(libraries, path => Assert.True(File.ReadAllBytes(path).AsSpan().IndexOf(Libpng) >= 0, path));
    }
}

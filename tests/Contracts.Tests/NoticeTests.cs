using System.Xml.Linq;

namespace Affluence.Contracts.Tests;

/// <summary>What is shipped and was made by others is named in NOTICE.</summary>
public sealed class NoticeTests
{
    private static readonly string[] NotShipped = ["tests", "bench", "tools"];

    [Fact]
    public void Notice_EveryPackageOfWhatIsShipped_IsNamed()
    {
        var root = Root();
        var notice = File.ReadAllText(Path.Combine(root, "NOTICE"));
        var packages = Directory.EnumerateDirectories(root)
            .Where(folder => !NotShipped.Contains(Path.GetFileName(folder)))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"))
            .SelectMany(project => XDocument.Load(project).Descendants("PackageReference").Select(reference => (string)reference.Attribute("Include")!))
            .Distinct()
            .ToList();

        Assert.NotEmpty(packages);
        Assert.All(packages, package => Assert.Matches($@"[\s]{package.Replace(".", @"\.", StringComparison.Ordinal)}[,\s]", notice));
    }

    [Fact]
    public void Notice_NamesTheReleasesThatAreHere()
    {
        var notice = File.ReadAllText(Path.Combine(Root(), "NOTICE"));

        Assert.Contains(CountryNames.Source, notice, StringComparison.Ordinal);
        Assert.Contains($"IANA time zone database {TimeZoneRules.Bundled.Version}", notice, StringComparison.Ordinal);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The repository's root was not found.");
        }

        return folder.FullName;
    }
}

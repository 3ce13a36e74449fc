using Affluence.Geo;

[assembly: AssemblyFixture(typeof(Affluence.GeoService.Tests.BundledFile))]

namespace Affluence.GeoService.Tests;

/// <summary>The file that comes with the project, read once for all tests.</summary>
public sealed class BundledFile
{
    public byte[] Bytes { get; } = File.ReadAllBytes(CountryFile.BundledPath);

    public CountryDataset Dataset { get; } = CountryFile.Load(CountryFile.BundledPath, TestContext.Current.CancellationToken);
}

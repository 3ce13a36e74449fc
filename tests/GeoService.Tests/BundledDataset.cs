using Affluence.CountryFiles;

[assembly: AssemblyFixture(typeof(Affluence.GeoService.Tests.BundledDataset))]

namespace Affluence.GeoService.Tests;

/// <summary>The file that comes with the service, in use as long as any test runs: every host that reads it shares this one.</summary>
public sealed class BundledDataset
{
    public CountryDataset Dataset { get; } = CountryFile.Load(CountryFile.BundledPath, TestContext.Current.CancellationToken);
}

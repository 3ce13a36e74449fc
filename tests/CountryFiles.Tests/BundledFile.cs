
[assembly: AssemblyFixture(typeof(Affluence.CountryFiles.Tests.BundledFile))]

namespace Affluence.CountryFiles.Tests;

/// <summary>The file that comes with the project, read once for all tests.</summary>
public sealed class BundledFile
{
    public byte[] Bytes { get; } = File.ReadAllBytes(CountryFile.BundledPath);

    public CountryDataset Dataset { get; } = CountryFile.Load(CountryFile.BundledPath, TestContext.Current.CancellationToken);
}

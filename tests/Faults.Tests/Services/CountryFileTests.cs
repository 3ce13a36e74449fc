using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Services;

/// <summary>The country file of a running GeoService is replaced by what is none.</summary>
[Collection(nameof(SharedSystem))]
public sealed class CountryFileTests(SharedSystem shared) : IDisposable
{
    private readonly RunningSystem _system = shared.System;

    public void Dispose()
    {
        File.Delete(_system.CountryFile);
        File.CreateSymbolicLink(_system.CountryFile, RunningSystem.BundledCountryFile);
    }

    [FaultFact]
    public async Task CountryFile_BrokenInEveryWayUnderLoad_EverybodyIsCountedInHisCountry()
    {
        var file = _system.CountryFile;
        using var crowd = _system.NewCrowd();
        await using (var rush = crowd.Begin())
        {
            // In place, the file that is being read from: one that were mapped into memory would take the process down.
            await BecomesAsync("Read ", () =>
            {
                File.Copy(RunningSystem.BundledCountryFile, file + ".new");
                File.Move(file + ".new", file, overwrite: true);
            });
            Assert.Null(new FileInfo(file).LinkTarget);
            await BecomesAsync("Kept the country file", () =>
            {
                using var stream = File.OpenWrite(file);
                stream.SetLength(stream.Length / 2);
            });
            await rush.GoesOnAsync();
            await BecomesAsync("Kept the country file", () => File.WriteAllText(file, "no country file"));
            await rush.GoesOnAsync();
            await BecomesAsync("Kept the country file", () => File.WriteAllBytes(file, []));
            await rush.GoesOnAsync();
            await BecomesAsync("Kept the country file", () => File.Delete(file));
            await rush.GoesOnAsync();
            await BecomesAsync("Read ", () => File.CreateSymbolicLink(file, RunningSystem.BundledCountryFile));
            await rush.GoesOnAsync();
        }

        Assert.Equal(0, crowd.Answers.Figures.Refused);
        await _system.BecomesWholeAsync(crowd);
    }

    private Task BecomesAsync(string phrase, Action change) => _system.Geo.NoticesAsync(phrase, () =>
    {
        change();
        return Task.CompletedTask;
    });
}

using Affluence.Faults.Tests.Processes;
using Affluence.Faults.Tests.Systems;

namespace Affluence.Faults.Tests.Services;

/// <summary>The country file of a running GeoService is replaced by what is none.</summary>
[Collection(nameof(SharedSystem))]
public sealed class CountryFileTests(SharedSystem fixture) : SystemTests(fixture)
{
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        File.Delete(Shared.CountryFile);
        File.CreateSymbolicLink(Shared.CountryFile, RunningSystem.BundledCountryFile);
    }

    [FaultFact]
    public async Task CountryFile_BrokenInEveryWayUnderLoad_EverybodyIsCountedInHisCountry()
    {
        var file = Shared.CountryFile;
        using var crowd = Shared.NewCrowd();

        // Of visitors it has seen before the gateway knows the country, whatever GeoService says: these are new each time.
        using var newcomers = Shared.NewCrowd();
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
            await newcomers.VisitAsync(visitors: 40);
            await BecomesAsync("Kept the country file", () => File.WriteAllText(file, "no country file"));
            await newcomers.VisitAsync(visitors: 40);
            await BecomesAsync("Kept the country file", () => File.WriteAllBytes(file, []));
            await newcomers.VisitAsync(visitors: 40);
            await BecomesAsync("Kept the country file", () => File.Delete(file));
            await newcomers.VisitAsync(visitors: 40);
            await BecomesAsync("Read ", () => File.CreateSymbolicLink(file, RunningSystem.BundledCountryFile));
            await newcomers.VisitAsync(visitors: 40);
            await rush.GoesOnAsync();
        }

        Assert.Equal(0, crowd.Answers.Figures.Refused);
        await Shared.BecomesWholeAsync(crowd);
        await Shared.BecomesWholeAsync(newcomers);
    }

    private Task BecomesAsync(string phrase, Action change) => Shared.Geo.NoticesAsync(new Notice(phrase), () =>
    {
        change();
        return Task.CompletedTask;
    });
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Affluence.CountryFiles;
using NodaTime;

namespace Affluence.Simulator.Night;

/// <summary>What is played.</summary>
/// <param name="From">The first minute, since 23:00, of which the window is to be whole.</param>
/// <param name="Until">The end of the last, since 23:00.</param>
/// <param name="Scale">Of the number of visitors and of everything else, 1 for all.</param>
internal sealed record NightSettings(DateTimeZone Zone, int From, int Until, double Scale, int Seed)
{
    /// <summary>Played before the first minute, so that the window that ends with its beginning is whole.</summary>
    public const int LeadIn = 5;

    /// <summary>23:00 on the night.</summary>
    public static readonly LocalDateTime NightAt23 = new(2016, 11, 8, 23, 0);

    private const int DaysBefore = 7;

    // To be changed with whatever changes the hits of a seed: two models must not share a writer.
    private const int ModelVersion = 1;

    /// <summary>The ordinary evening first, so that the night always finds what it is compared with.</summary>
    public IReadOnlyList<Evening> Evenings => [Evening.Ordinary(At(NightAt23.PlusDays(-DaysBefore))), Night];

    /// <summary>Minutes of both evenings together.</summary>
    public int Minutes => Evenings.Count * (Until - From + LeadIn);

    public Evening Night => Evening.Election(At(NightAt23));

    /// <summary>Names exactly these hits, whatever part of the evening is played.</summary>
    public string WriterId(DatasetDescription dataset)
    {
        var all = string.Create(
            CultureInfo.InvariantCulture,
            $"{ModelVersion} {Seed} {Scale:R} {Zone.Id} {dataset.Sha256}");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)).AsSpan(0, 4));
        return string.Create(CultureInfo.InvariantCulture, $"night-seed{Seed}-scale{Scale:0.####}-{hash}");
    }

    public DateTimeOffset Localize(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(Zone).ToDateTimeOffset();

    private DateTimeOffset At(LocalDateTime local) => local.InZoneLeniently(Zone).ToDateTimeOffset();
}

using Affluence.CountryFiles;
using Affluence.Simulator.Addresses;

namespace Affluence.Simulator.Traffic;

/// <summary>Makes visitors. The same seed makes the same ones, so that a second run within the window counts nobody anew.</summary>
public static class Crowd
{
    public static Visitor[] Draw(CountryDataset dataset, CountryMix mix, int count, int seed)
    {
        var random = new Random(seed);
        var networks = new CountryNetworks(dataset);
        var draw = new AddressDraw(networks, random);
        var others = networks.Others(mix.Parts.Select(part => part.Country).OfType<CountryCode>().ToHashSet());
        var counts = mix.Divide(count);
        var visitors = new Visitor[count];
        var index = 0;
        for (var part = 0; part < counts.Length; part++)
        {
            for (var drawn = 0; drawn < counts[part]; drawn++)
            {
                var country = mix.Parts[part].Country ?? others.Draw(random);
                visitors[index++] = new Visitor(
                    draw.Draw(country),
                    UserAgents.Browsers[random.Next(UserAgents.Browsers.Length)],
                    random.Next(3) == 0 ? "fr" : "en",
                    part);
            }
        }

        random.Shuffle(visitors);
        return visitors;
    }
}

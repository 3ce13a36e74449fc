namespace Affluence.Simulator.Night;

/// <summary>Visitors whose number is given of its own.</summary>
/// <param name="Country">Null stands for all countries that have no group, by their IPv4 address space.</param>
/// <param name="Ordinary">Percent of the visitors at 23:00 on the ordinary evening.</param>
/// <param name="Night">Percent of the visitors at 23:00 on the night.</param>
internal sealed record VisitorGroup(CountryCode? Country, double Ordinary, double Night)
{
    public static IReadOnlyList<VisitorGroup> All { get; } =
    [
        Of("US", ordinary: 10.2, night: 50),
        Of("CA", ordinary: 41, night: 37),
        Of("AU", ordinary: 1.6, night: 3),
        Of("GB", ordinary: 2.6, night: 1),
        Of("IN", ordinary: 11, night: 0.95),
        Of("CN", ordinary: 6, night: 0.55),
        Of("PH", ordinary: 6, night: 0.53),
        Of("FR", ordinary: 4, night: 0.7),
        Of("MX", ordinary: 1.5, night: 0.8),
        Of("ZZ", ordinary: 0.5, night: 0.5),
        new(null, Ordinary: 15.6, Night: 4.97),
    ];

    private static VisitorGroup Of(string code, double ordinary, double night) => new(CountryCode.Parse(code), ordinary, night);
}

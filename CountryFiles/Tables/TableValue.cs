namespace Affluence.CountryFiles;

/// <summary>What a table holds for an address: a <see cref="CountryCode.Index"/>, or one of these.</summary>
internal static class TableValue
{
    public const byte Reserved = 254;
    public const byte NotInDataset = 255;

    private static readonly CountryCode[] Countries = BuildCountries();

    public static CountryCode Country(byte value) => Countries[value];

    public static AddressPlacement Placement(byte value) => value switch
    {
        Reserved => AddressPlacement.Reserved,
        NotInDataset or 0 => AddressPlacement.NotInDataset,
        _ => AddressPlacement.Located,
    };

    private static CountryCode[] BuildCountries()
    {
        var countries = new CountryCode[byte.MaxValue + 1];
        foreach (var country in CountryCode.All)
        {
            countries[country.Index] = country;
        }

        return countries;
    }
}

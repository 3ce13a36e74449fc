namespace Affluence.Geo;

/// <summary>What a table holds for an address: a <see cref="CountryCode.Index"/>, or one of these.</summary>
internal static class TableValue
{
    public const byte Reserved = 254;
    public const byte NotInDataset = 255;

    public static CountryCode Country(byte value) => value >= Reserved ? CountryCode.Unknown : CountryCode.FromIndex(value);

    public static AddressPlacement Placement(byte value) => value switch
    {
        Reserved => AddressPlacement.Reserved,
        NotInDataset or 0 => AddressPlacement.NotInDataset,
        _ => AddressPlacement.Located,
    };
}

namespace Affluence.CountryFiles;

/// <summary>How an address was placed.</summary>
public enum AddressPlacement
{
    /// <summary>A network of the dataset holds it and names a country.</summary>
    Located,

    /// <summary>A public address that the dataset does not hold, or holds without a country.</summary>
    NotInDataset,

    /// <summary>Reserved by IANA: no country can be told.</summary>
    Reserved,
}

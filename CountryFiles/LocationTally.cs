namespace Affluence.CountryFiles;

/// <summary>How many addresses of a batch were placed in which way.</summary>
public readonly record struct LocationTally(int Located, int NotInDataset, int Reserved);

namespace Affluence.Report.Snapshots;

internal sealed record CountryName(string En, string Fr)
{
    public static CountryName Of(CountryCode code) => new(CountryNames.English(code), CountryNames.French(code));
}

using System.Net;
using MaxMind.Db;

namespace Affluence.CountryFiles;

/// <summary>The layouts of a record that are understood. The code that comes first decides; one that is no country's (EU, AP, A1) is ZZ.</summary>
internal static class CountryRecords
{
    /// <summary>Reads what a file says of an address; null if no network holds it.</summary>
    public delegate T? Find<T>(Reader reader, IPAddress address, out int prefixLength);

    /// <summary>What a record must hold, for people.</summary>
    public const string Expected = "country.iso_code, registered_country.iso_code, country_code or country";

    /// <summary>Chooses the layout by one record of the file; null if it tells no country.</summary>
    public static Find<CountryCode?>? LayoutOf(Dictionary<string, object> record)
    {
        // DB-IP Lite: { country_code: "CA" }. IPinfo: { country: "Canada", country_code: "CA", ... } or { country: "CA", ... }.
        if (record.GetValueOrDefault("country_code") is string || record.GetValueOrDefault("country") is string)
        {
            return FindBy<FlatRecord>(record => record.CountryCode ?? record.Country);
        }

        // GeoLite2, GeoIP2, DB-IP's commercial files: { country: { iso_code: "CA", ... }, registered_country: { ... }, ... }. A record
        // may lack either, or be one of an anonymous proxy or satellite network and lack both; traits or continent mark the layout then.
        return record.ContainsKey("country") || record.ContainsKey("registered_country") || record.ContainsKey("continent")
            ? FindBy<NestedRecord>(record => record.Country?.IsoCode ?? record.RegisteredCountry?.IsoCode)
            : null;
    }

    private static Find<CountryCode?> FindBy<TRecord>(Func<TRecord, string?> codeOf)
        where TRecord : class =>
        (reader, address, out prefixLength) => reader.Find<TRecord>(address, out prefixLength) is { } record
            ? CountryCode.TryParse(codeOf(record), out var country) ? country : CountryCode.Unknown
            : null;

    [method: Constructor]
    internal sealed class FlatRecord(
        [MapKey("country_code")] string? countryCode,
        [MapKey("country")] string? country)
    {
        public string? CountryCode { get; } = countryCode;

        public string? Country { get; } = country;
    }

    [method: Constructor]
    internal sealed class NestedRecord(
        [MapKey("country")] CountryOfRecord? country,
        [MapKey("registered_country")] CountryOfRecord? registeredCountry)
    {
        public CountryOfRecord? Country { get; } = country;

        public CountryOfRecord? RegisteredCountry { get; } = registeredCountry;
    }

    [method: Constructor]
    internal sealed class CountryOfRecord([MapKey("iso_code")] string? isoCode)
    {
        public string? IsoCode { get; } = isoCode;
    }
}

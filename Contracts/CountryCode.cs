using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Affluence;

/// <summary>
/// A country: an officially assigned ISO 3166-1 alpha-2 code, <c>XK</c> (Kosovo, user-assigned, used by every country file), or
/// <c>ZZ</c> for unknown. No other code can be made, so a code may be part of a key, a file name or a page as it is.
/// </summary>
/// <remarks>The default value is <see cref="Unknown"/>.</remarks>
public readonly record struct CountryCode : IComparable<CountryCode>
{
    // ISO 3166-1 as of 2026: 249 codes. Order is that of the alphabet and gives Index.
    private const string Assigned =
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH " +
        "CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN " +
        "GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI " +
        "LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM " +
        "PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD " +
        "TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

    private static readonly string[] Codes = ["ZZ", .. Assigned.Split(' ')];

    private static readonly FrozenDictionary<string, byte> Indexes =
        Codes.Select((code, index) => KeyValuePair.Create(code, (byte)index)).ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly byte?[] IndexByLetters = BuildIndexByLetters();

    private CountryCode(byte index) => Index = index;

    /// <summary>The country is not known: <c>ZZ</c>.</summary>
    public static CountryCode Unknown => default;

    /// <summary>How many values there are, <see cref="Unknown"/> included: indexes run from 0 to this less one.</summary>
    public static int Count => Codes.Length;

    /// <summary>Every value, <see cref="Unknown"/> first, then by code.</summary>
    public static IEnumerable<CountryCode> All => Enumerable.Range(0, Count).Select(index => new CountryCode((byte)index));

    /// <summary>A dense number for tables in memory: 0 is <see cref="Unknown"/>. It may change between versions: never store it.</summary>
    public byte Index { get; }

    public bool IsUnknown => Index == 0;

    /// <exception cref="ArgumentOutOfRangeException">No value has this index.</exception>
    public static CountryCode FromIndex(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return new CountryCode((byte)index);
    }

    /// <summary>Reads a code in upper case, as it is written in a contract.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CountryCode code)
    {
        byte index = 0;
        var known = text is not null && Indexes.TryGetValue(text, out index);
        code = new CountryCode(index);
        return known;
    }

    /// <summary>Reads a code from two ASCII bytes in upper case.</summary>
    public static bool TryParse(ReadOnlySpan<byte> ascii, out CountryCode code)
    {
        code = Unknown;
        if (ascii.Length != 2 || !char.IsAsciiLetterUpper((char)ascii[0]) || !char.IsAsciiLetterUpper((char)ascii[1]))
        {
            return false;
        }

        var index = IndexByLetters[((ascii[0] - 'A') * 26) + ascii[1] - 'A'];
        code = new CountryCode(index.GetValueOrDefault());
        return index.HasValue;
    }

    /// <exception cref="FormatException">The text is no code.</exception>
    public static CountryCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException($"'{text}' is no ISO 3166-1 alpha-2 country code.");

    /// <summary>Writes the two ASCII letters.</summary>
    public void WriteAscii(Span<byte> destination)
    {
        var code = Codes[Index];
        destination[0] = (byte)code[0];
        destination[1] = (byte)code[1];
    }

    public int CompareTo(CountryCode other) => Index.CompareTo(other.Index);

    public override string ToString() => Codes[Index];

    public static bool operator <(CountryCode left, CountryCode right) => left.CompareTo(right) < 0;

    public static bool operator >(CountryCode left, CountryCode right) => left.CompareTo(right) > 0;

    public static bool operator <=(CountryCode left, CountryCode right) => left.CompareTo(right) <= 0;

    public static bool operator >=(CountryCode left, CountryCode right) => left.CompareTo(right) >= 0;

    private static byte?[] BuildIndexByLetters()
    {
        var table = new byte?[26 * 26];
        foreach (var (code, index) in Codes.Select((code, index) => (code, (byte)index)))
        {
            table[((code[0] - 'A') * 26) + code[1] - 'A'] = index;
        }

        return table;
    }
}

using System.Globalization;

namespace Affluence.Simulator.Addresses;

/// <summary>Which part of the visitors comes from which country, for example <c>US=50,CA=37,AU=3,GB=1,other=9</c>: percents, 100 in all.</summary>
public sealed class CountryMix
{
    private const string OtherName = "other";
    private const decimal Tolerance = 0.01m;

    private CountryMix(IReadOnlyList<MixPart> parts) => Parts = parts;

    /// <summary>As written.</summary>
    public IReadOnlyList<MixPart> Parts { get; }

    public static bool TryParse(string text, out CountryMix mix, out string error)
    {
        mix = new CountryMix([]);
        var parts = new List<MixPart>();
        // Decimal, so that a third written as 33.33 three times is off by exactly the tolerance; it has no NaN either.
        decimal sum = 0;
        foreach (var item in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (item.Split('=', StringSplitOptions.TrimEntries) is not [var name, var percentText])
            {
                error = $"'{item}' is not of the form US=50";
                return false;
            }

            CountryCode? country = null;
            if (name != OtherName)
            {
                if (!CountryCode.TryParse(name, out var code) || code.IsUnknown)
                {
                    error = $"'{name}' is no country code in upper case and not '{OtherName}'";
                    return false;
                }

                country = code;
            }

            if (!decimal.TryParse(percentText, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) || percent > 100)
            {
                error = $"'{percentText}' is no percentage from 0 to 100";
                return false;
            }

            if (parts.Exists(part => part.Country == country))
            {
                error = $"'{name}' occurs twice";
                return false;
            }

            parts.Add(new MixPart(country, (double)percent / 100));
            sum += percent;
        }

        error = Math.Abs(sum - 100) <= Tolerance
            ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $"the percentages sum to {sum:0.##}, not 100");
        mix = new CountryMix(parts);
        return error.Length == 0;
    }

    /// <summary>How many of some visitors each part gets: whole numbers that add up, the largest remainders rounded up.</summary>
    public int[] Divide(int visitors)
    {
        var total = Parts.Sum(part => part.Share);
        return WholeNumbers.Of([.. Parts.Select(part => part.Share / total * visitors)], visitors);
    }
}

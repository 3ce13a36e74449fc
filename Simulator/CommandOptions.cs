using System.CommandLine;
using System.Globalization;
using System.Numerics;
using Affluence.Simulator.Addresses;

namespace Affluence.Simulator;

/// <summary>Options of the same kind in several commands; a value that can't be used is told in one line that names the option.</summary>
internal static class CommandOptions
{
    public static Option<Uri> Address(string name, string description, string fallback) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => new Uri(fallback),
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                return address;
            }

            result.AddError($"{name}: '{result.Tokens[0].Value}' is no http or https address, for example {fallback}.");
            return null;
        },
    };

    /// <param name="description">Whose token is in it.</param>
    public static Option<string?> TokenFile(string description) => new("--token-file") { Description = description };

    public static Option<T> Number<T>(string name, string description, Func<T, bool> isAllowed, string rule, T fallback)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            DefaultValueFactory = _ => fallback,
            CustomParser = result =>
            {
                if (T.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var value) && isAllowed(value))
                {
                    return value;
                }

                result.AddError($"{name}: '{result.Tokens[0].Value}' is not {rule}.");
                return default;
            },
        };

    /// <summary>Which part of the visitors comes from which country.</summary>
    public static Option<CountryMix> Mix(string name) => new(name)
    {
        Description = "Percent of the visitors by country, 100 in all. Addresses come from the countries' real networks; 'other' is spread "
            + "over all countries that are not named, in proportion to their IPv4 address space.",
        DefaultValueFactory = _ => ParseMix("US=50,CA=37,AU=3,GB=1,other=9", out var error) ?? throw new FormatException(error),
        CustomParser = result =>
        {
            var mix = ParseMix(result.Tokens[0].Value, out var error);
            if (mix is null)
            {
                result.AddError($"{name}: {error}.");
            }

            return mix;
        },
    };

    private static CountryMix? ParseMix(string text, out string error) => CountryMix.TryParse(text, out var mix, out error) ? mix : null;
}

using System.CommandLine;
using System.Globalization;
using System.Numerics;

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

    /// <summary>The credential of a writer. It is in a file since a command line can be read by everybody on the machine.</summary>
    public static Option<string?> TokenFile() => new("--token-file")
    {
        Description = "File with the token that the counter asks of its writers (its setting Credentials:Ingest).",
        CustomParser = result =>
        {
            try
            {
                if (File.ReadAllText(result.Tokens[0].Value).Trim() is { Length: > 0 } token && !token.AsSpan().ContainsAnyExceptInRange('!', '~'))
                {
                    return token;
                }

                result.AddError($"--token-file: {result.Tokens[0].Value} does not hold a token, which is one word of ASCII characters.");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                result.AddError($"--token-file: {exception.Message}");
            }

            return null;
        },
    };

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
}

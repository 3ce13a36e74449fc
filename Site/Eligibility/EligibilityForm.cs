using System.Globalization;

namespace Affluence.Site.Eligibility;

internal enum Purpose
{
    Visit,
    Study,
    Work,
    PermanentResidence,
    Citizenship,
}

internal enum Place
{
    Outside,
    Inside,
}

internal enum EligibilityError
{
    PurposeMissing,
    PlaceMissing,
    AgeMissing,
    AgeInvalid,
}

/// <summary>What somebody entered to check eligibility, as text from the query; each field is null if it was not sent.</summary>
internal sealed record EligibilityForm(string? Purpose, string? Place, string? Age)
{
    public const int OldestAge = 120;

    /// <summary>Whether the form was sent at all; a browser always sends the age, empty if need be.</summary>
    public bool IsSent => Purpose is not null || Place is not null || Age is not null;

    /// <returns>What has to be corrected, in the order of the form, or else the answers.</returns>
    public (IReadOnlyList<EligibilityError> Errors, EligibilityAnswers? Answers) Read()
    {
        var errors = new List<EligibilityError>();
        if (!TryRead(Purpose, out Purpose purpose))
        {
            errors.Add(EligibilityError.PurposeMissing);
        }

        if (!TryRead(Place, out Place place))
        {
            errors.Add(EligibilityError.PlaceMissing);
        }

        var age = 0;
        if (string.IsNullOrWhiteSpace(Age))
        {
            errors.Add(EligibilityError.AgeMissing);
        }
        else if (!int.TryParse(Age.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out age) || age > OldestAge)
        {
            errors.Add(EligibilityError.AgeInvalid);
        }

        return (errors, errors.Count == 0 ? new EligibilityAnswers(purpose, place, age) : null);
    }

    /// <summary>Exact names only: Enum.TryParse alone would also take numbers and lists.</summary>
    private static bool TryRead<T>(string? text, out T value)
        where T : struct, Enum
    {
        value = default;
        return Enum.GetNames<T>().Contains(text) && Enum.TryParse(text, out value);
    }
}

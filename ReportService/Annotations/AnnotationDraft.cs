using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Affluence.Report.CivilTime;
using Affluence.Report.Languages;
using NodaTime;

namespace Affluence.Report.Annotations;

/// <summary>What an operator wants noted.</summary>
/// <param name="At">When it happened, to the second.</param>
/// <param name="Until">When it was over, or null.</param>
internal sealed record AnnotationDraft(DateTimeOffset At, DateTimeOffset? Until, LocalizedText Text)
{
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(31);

    /// <summary>
    /// Reads <c>{ "at": "2016-11-08T22:57", "until": …, "text": "…" }</c>; the text may be <c>{ "en": "…", "fr": "…" }</c>, and one
    /// language alone stands for both.
    /// </summary>
    /// <param name="draft">Null when something is wrong.</param>
    /// <param name="fault">Which field is wrong, and how.</param>
    public static bool TryRead(
        JsonElement json, DateTimeZone zone, [NotNullWhen(true)] out AnnotationDraft? draft, out (string Field, string Message) fault)
    {
        draft = null;
        if (json.ValueKind != JsonValueKind.Object)
        {
            fault = ("body", "is no JSON object.");
            return false;
        }

        if (FindUnknown(json, "at", "until", "text") is { } unknown)
        {
            fault = (Parsed.Quote(unknown).Trim('\''), "is no field of an annotation; these are at, until, text.");
            return false;
        }

        if (!TryReadMoment(json, "at", zone, out var at, out fault) || !TryReadMoment(json, "until", zone, out var until, out fault)
            || !TryReadText(json, out var text, out fault))
        {
            return false;
        }

        if (at is null)
        {
            fault = ("at", $"is missing, for example {MomentText.Example}.");
            return false;
        }

        if (until <= at || until - at > LongestSpan)
        {
            fault = ("until", $"must be after at, by {LongestSpan.TotalDays:0} days at most.");
            return false;
        }

        draft = new AnnotationDraft(at.Value, until, text);
        return true;
    }

    private static bool TryReadMoment(JsonElement json, string field, DateTimeZone zone, out DateTimeOffset? moment, out (string Field, string Message) fault)
    {
        (moment, fault) = (null, default);
        if (!json.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.String || GetString(value) is not { } written)
        {
            fault = (field, $"is no text, for example \"{MomentText.Example}\".");
            return false;
        }

        var parsed = MomentText.Parse(written, zone);
        fault = (field, parsed.Error ?? string.Empty);
        moment = parsed.Value is { } instant ? DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds()) : null;
        return parsed.Succeeded;
    }

    private static bool TryReadText(JsonElement json, [NotNullWhen(true)] out LocalizedText? text, out (string Field, string Message) fault)
    {
        (text, fault) = (null, default);
        if (!json.TryGetProperty("text", out var value) || value.ValueKind is not (JsonValueKind.String or JsonValueKind.Object))
        {
            fault = ("text", "is missing; it is a text, or one for each language: {\"en\": \"…\", \"fr\": \"…\"}.");
            return false;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            if (!TryReadWords(value, "text", out var words, out fault))
            {
                return false;
            }

            text = new LocalizedText(words, words);
            return true;
        }

        if (FindUnknown(value, [.. Typography.Languages]) is { } unknown)
        {
            fault = ($"text.{Parsed.Quote(unknown).Trim('\'')}", $"is no language known here; these are {string.Join(", ", Typography.Languages)}.");
            return false;
        }

        var languages = new Dictionary<string, string>();
        foreach (var language in value.EnumerateObject())
        {
            if (!TryReadWords(language.Value, $"text.{language.Name}", out var words, out fault))
            {
                return false;
            }

            languages[language.Name] = words;
        }

        if (languages.Count == 0)
        {
            fault = ("text", "has no language in it.");
            return false;
        }

        text = new LocalizedText(languages.GetValueOrDefault("en") ?? languages["fr"], languages.GetValueOrDefault("fr") ?? languages["en"]);
        return true;
    }

    private static bool TryReadWords(JsonElement value, string field, [NotNullWhen(true)] out string? words, out (string Field, string Message) fault)
    {
        var written = value.ValueKind == JsonValueKind.String ? GetString(value) : null;
        string? wrong = "is no text.";
        words = written is null ? null : AnnotationText.Read(written, out wrong);
        fault = (field, wrong ?? string.Empty);
        return words is not null;
    }

    // An escape of half a character, "\ud800", is JSON by its grammar and no text.
    private static string? GetString(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? FindUnknown(JsonElement json, params string[] known) =>
        json.EnumerateObject().Select(property => property.Name).FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal));
}

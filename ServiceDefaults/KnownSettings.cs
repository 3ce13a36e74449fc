using Microsoft.Extensions.Configuration;

namespace Affluence.ServiceDefaults;

/// <summary>
/// Refuses settings that nobody reads, where a typing error must not pass for a setting: the framework's binder passes over them, or names
/// the class and not the key.
/// </summary>
public static class KnownSettings
{
    /// <exception cref="InvalidSettingException">The section holds something else, or a bare value. The message names the key and not its value.</exception>
    public static void RefuseOthers(IConfigurationSection section, params string[] known)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            throw new InvalidSettingException($"{section.Path} is a value where it must hold settings: {string.Join(", ", known)}.");
        }

        if (section.GetChildren().FirstOrDefault(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new InvalidSettingException($"{unknown.Path} is unknown; {section.Path} holds {string.Join(", ", known)}.");
        }
    }
}

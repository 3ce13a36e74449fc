using Microsoft.Extensions.Configuration;

namespace Affluence.ServiceDefaults.Credentials;

/// <summary>
/// The settings of one role: <c>Credentials:Operator:Tokens:0</c>, <c>Credentials:Operator:TokenFiles:0</c>. Read by hand, since a binder
/// passes over what it does not know, and here a typing error would leave a door open; and since it repeats values in its errors.
/// </summary>
internal sealed record CredentialSettings(IReadOnlyList<(string Setting, string Value)> Tokens, IReadOnlyList<(string Setting, string Value)> TokenFiles)
{
    public const string Section = "Credentials";
    public const string DirectoryKey = "Directory";
    private const string TokensKey = "Tokens";
    private const string TokenFilesKey = "TokenFiles";

    public bool None => Tokens.Count == 0 && TokenFiles.Count == 0;

    /// <exception cref="InvalidSettingException">Something is set that means nothing. The message names the setting and not its value.</exception>
    public static CredentialSettings Of(CredentialRole role, IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        KnownSettings.RefuseOthers(section, [.. Enum.GetNames<CredentialRole>(), DirectoryKey]);
        var settings = section.GetSection(role.ToString());
        KnownSettings.RefuseOthers(settings, TokensKey, TokenFilesKey);
        return new CredentialSettings(ReadList(settings.GetSection(TokensKey)), ReadList(settings.GetSection(TokenFilesKey)));
    }

    private static List<(string Setting, string Value)> ReadList(IConfigurationSection list)
    {
        if (!string.IsNullOrEmpty(list.Value))
        {
            throw new InvalidSettingException($"{list.Path} is a value where it must be a list: set {list.Path}:0.");
        }

        return [.. list.GetChildren().Select(item => (item.Path, item.Value ?? throw new InvalidSettingException($"{item.Path} holds settings where it must be a value.")))];
    }
}

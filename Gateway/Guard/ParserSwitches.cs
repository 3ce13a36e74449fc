using Affluence.ServiceDefaults;

namespace Affluence.Gateway.Guard;

/// <summary>
/// Switches of Kestrel's parser that belong to the process and not to a server, and so may have been set by whoever starts it. With the
/// wrong ones a request may end elsewhere for us than for a server before or behind us (request smuggling).
/// </summary>
internal static class ParserSwitches
{
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel.";

    /// <summary>The way back to what CVE-2025-55315 was: chunk extensions that end in a bare line feed.</summary>
    private const string InsecureChunks = Kestrel + "EnableInsecureChunkedRequestParsing";

    private const string NoBareLineFeeds = Kestrel + "DisableHttp1LineFeedTerminators";

    /// <exception cref="InvalidSettingException">A switch makes the parser lenient.</exception>
    public static void Verify()
    {
        if (AppContext.TryGetSwitch(InsecureChunks, out var insecure) && insecure)
        {
            throw new InvalidSettingException($"{InsecureChunks} is set: the gateway would take chunked bodies that smuggle requests.");
        }

        if (!AppContext.TryGetSwitch(NoBareLineFeeds, out var strict) || !strict)
        {
            throw new InvalidSettingException($"{NoBareLineFeeds} is not set (runtimeconfig.json): the gateway would take bare line feeds for line ends.");
        }
    }
}

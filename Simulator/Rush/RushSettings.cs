using Affluence.Simulator.Addresses;

namespace Affluence.Simulator.Rush;

/// <param name="Gateway">Where the gateway is.</param>
/// <param name="Report">Where the report is.</param>
/// <param name="Token">Null where the report asks for none.</param>
/// <param name="Visitors">How many come.</param>
/// <param name="Duration">How long they keep coming.</param>
/// <param name="Patience">After which one who waits gives up.</param>
/// <param name="Pages">Pages that each wants of the site.</param>
/// <param name="Mix">Where they come from.</param>
/// <param name="Information">Path that the cache answers.</param>
/// <param name="Wanted">Path that only the site can answer.</param>
/// <param name="Seed">Draws who does what.</param>
internal sealed record RushSettings(
    Uri Gateway,
    Uri Report,
    CallerToken? Token,
    int Visitors,
    TimeSpan Duration,
    TimeSpan Patience,
    int Pages,
    CountryMix Mix,
    string Information,
    string Wanted,
    int Seed);

/// <summary>What a visitor is like.</summary>
internal enum RushHabit
{
    /// <summary>Keeps cookies and does what the page says.</summary>
    Patient,

    /// <summary>Sends no cookies back, and has the place in the address alone.</summary>
    WithoutCookies,

    /// <summary>Waits in two tabs.</summary>
    TwoTabs,

    /// <summary>Closes the page, and comes back to it after a minute.</summary>
    ComesBack,

    /// <summary>Asks for the wanted page every three seconds.</summary>
    Reloads,

    /// <summary>Says that it is a bot, and must be given no place.</summary>
    Bot,
}

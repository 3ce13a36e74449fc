namespace Affluence.Gateway.WaitingRoom.Answers;

/// <summary>What one who waits is told.</summary>
/// <param name="Ticket">To be sent again at the next poll.</param>
/// <param name="Arrival">When he came.</param>
/// <param name="Before">People before him.</param>
/// <param name="Wait">How long he will wait; null if not known.</param>
/// <param name="Poll">When to ask again.</param>
/// <param name="To">Where he wants to go.</param>
/// <param name="IsSiteAway">Whether the site does not answer at present.</param>
internal readonly record struct RoomAnswer(
    string Ticket, DateTimeOffset Arrival, int Before, (TimeSpan Low, TimeSpan High)? Wait, TimeSpan Poll, string To, bool IsSiteAway)
{
    public int PollSeconds => (int)Math.Ceiling(Poll.TotalSeconds);

    /// <summary>Where to ask again.</summary>
    /// <param name="language">en or fr; null for a program.</param>
    /// <param name="isManual">Whether the page is not to ask by itself.</param>
    public string Address(string? language, bool isManual = false) =>
        $"{RoomPage.Path}?ticket={Ticket}{(language is null ? string.Empty : $"&lang={language}")}{(isManual ? "&auto=off" : string.Empty)}&to={Uri.EscapeDataString(To)}";
}

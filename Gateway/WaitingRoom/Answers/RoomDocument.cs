using System.Text.Json;
using System.Text.Json.Serialization;

namespace Affluence.Gateway.WaitingRoom.Answers;

/// <summary>The waiting room for programs, as <c>waiting-room.openapi.json</c> describes it.</summary>
/// <param name="Admitted">Whether the turn has come.</param>
/// <param name="Ticket">To be sent again at the next poll; null when the turn has come.</param>
/// <param name="ArrivedAt">When the ticket was given out.</param>
/// <param name="Before">People before this one; an estimate that never grows.</param>
/// <param name="Wait">How long it will take; null if not known, and then <paramref name="WaitUnknown"/> says why.</param>
/// <param name="WaitUnknown">Why the wait is not known.</param>
/// <param name="AskAgainInSeconds">When to ask again.</param>
/// <param name="Poll">Where to ask again: an address of this site.</param>
/// <param name="To">What was asked for first, and is to be asked for when the turn has come.</param>
/// <param name="SiteAway">Whether the site does not answer at present.</param>
internal sealed record RoomDocument(
    bool Admitted,
    string? Ticket,
    DateTimeOffset? ArrivedAt,
    int? Before,
    RoomDocument.Interval? Wait,
    string? WaitUnknown,
    int? AskAgainInSeconds,
    string? Poll,
    string To,
    bool SiteAway)
{
    public static byte[] Write(in RoomAnswer answer) => Write(new RoomDocument(
        false,
        answer.Ticket,
        answer.Arrival,
        answer.Before,
        answer.Wait is var (low, high) ? new Interval((int)low.TotalSeconds, (int)Math.Ceiling(high.TotalSeconds)) : null,
        answer.Wait is null ? "Too few people have been let in lately." : null,
        answer.PollSeconds,
        answer.Address(null),
        answer.To,
        answer.IsSiteAway));

    public static byte[] WriteAdmitted(string to) => Write(new RoomDocument(true, null, null, null, null, null, null, null, to, false));

    private static byte[] Write(RoomDocument document) => JsonSerializer.SerializeToUtf8Bytes(document, RoomJson.Default.RoomDocument);

    /// <param name="LowSeconds">At least, for nine of ten.</param>
    /// <param name="HighSeconds">At most, for nine of ten.</param>
    internal sealed record Interval(int LowSeconds, int HighSeconds);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RoomDocument))]
internal sealed partial class RoomJson : JsonSerializerContext;

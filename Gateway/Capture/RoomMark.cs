namespace Affluence.Gateway.Capture;

/// <summary>Set as a feature of a request that says something of the waiting room, for the figures.</summary>
internal sealed record RoomMark(RoomEvent Event);

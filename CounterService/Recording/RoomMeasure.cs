namespace Affluence.Counter.Recording;

/// <summary>What happened to tickets of the waiting room; the value is the letter in the store.</summary>
internal enum RoomMeasure
{
    Joined = 'j',
    Waited = 'w',
    LetIn = 'l',
}

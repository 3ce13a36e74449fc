namespace Affluence.Simulator.AccessLogs;

/// <summary>A field of a line, for the question whether the right one was read.</summary>
/// <param name="Name">As the operator can name it.</param>
/// <param name="Text">What stands there; personal.</param>
/// <param name="IsRead">Whether the client is read from it.</param>
/// <param name="IsFreeText">Whether it is what clients ask for and say of themselves: an address within it says nothing.</param>
internal sealed record LogColumn(string Name, string Text, bool IsRead, bool IsFreeText = false);

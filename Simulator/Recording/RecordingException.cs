namespace Affluence.Simulator.Recording;

/// <summary>Hits could not be recorded. The message is one line that says why, and whether running again helps.</summary>
public sealed class RecordingException : Exception
{
    public RecordingException()
    {
    }

    public RecordingException(string message)
        : base(message)
    {
    }

    public RecordingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

namespace Affluence.Simulator.AccessLogs;

/// <summary>A log can't be read any further, or not at all. The message is half a sentence that reads on after the log's name.</summary>
internal sealed class LogException : Exception
{
    public LogException()
    {
    }

    public LogException(string message)
        : base(message)
    {
    }

    public LogException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

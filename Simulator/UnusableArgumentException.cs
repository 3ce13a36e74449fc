namespace Affluence.Simulator;

/// <summary>An argument was well-formed but can't be used here. The message is one line that names it.</summary>
public sealed class UnusableArgumentException : Exception
{
    public UnusableArgumentException()
    {
    }

    public UnusableArgumentException(string message)
        : base(message)
    {
    }

    public UnusableArgumentException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

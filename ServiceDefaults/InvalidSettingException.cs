namespace Affluence.ServiceDefaults;

/// <summary>A setting that is read before options exist is unusable. The message names it, its value and the rule.</summary>
public sealed class InvalidSettingException : Exception
{
    public InvalidSettingException()
    {
    }

    public InvalidSettingException(string message)
        : base(message)
    {
    }

    public InvalidSettingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

namespace Affluence.CountryFiles;

/// <summary>A file cannot be used as a country file. The message is the reason, in one sentence.</summary>
public sealed class CountryFileException : Exception
{
    public CountryFileException()
    {
    }

    public CountryFileException(string message)
        : base(message)
    {
    }

    public CountryFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

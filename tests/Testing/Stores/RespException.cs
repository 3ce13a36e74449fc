namespace Affluence.Testing.Stores;

/// <summary>A Redis server answered with an error.</summary>
public sealed class RespException : Exception
{
    public RespException()
    {
    }

    public RespException(string message)
        : base(message)
    {
    }

    public RespException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

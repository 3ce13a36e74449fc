namespace Affluence.Simulator.AccessLogs;

/// <summary>What a log in a format of the common family has beyond Common Log Format.</summary>
[Flags]
internal enum CommonParts
{
    None = 0,

    /// <summary>The virtual host's name stands first.</summary>
    Vhost = 1,

    /// <summary>Referrer and user agent stand behind the size.</summary>
    UserAgent = 2,

    /// <summary>X-Forwarded-For stands behind the user agent, and nothing behind it.</summary>
    ForwardedFor = 4,
}

namespace Affluence.Simulator.AccessLogs;

/// <summary>How a log writes a request.</summary>
internal enum LogFormat
{
    /// <summary>Common Log Format: no user agent, so visitors can be told apart by address alone.</summary>
    Common,

    /// <summary>Common with referrer and user agent: what Apache httpd and nginx write unless told otherwise.</summary>
    Combined,

    /// <summary>Combined after the virtual host's name, as Debian's Apache httpd writes where there are several.</summary>
    VhostCombined,

    /// <summary>One JSON object a line, with the names of nginx's variables.</summary>
    NginxJson,

    /// <summary>W3C Extended Log File Format, as IIS writes it: <c>#Fields</c> names the columns.</summary>
    W3C,
}

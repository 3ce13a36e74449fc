using System.Net;

namespace Affluence.Standalone;

/// <summary>How to run all services in one process.</summary>
public sealed record StandaloneOptions
{
    /// <summary>Where the embedded store, the report and the gateway's spool keep what they know.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>A Redis or Valkey to use in place of the embedded store, in StackExchange.Redis's form. Null is the embedded one.</summary>
    public string? Redis { get; init; }

    /// <summary>Where gateway and report listen. Everything else stays on loopback.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>Names the site and the report may be asked for by, besides the loopback names.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Settings for every service, as in their configuration, for example <c>Site:Knobs:Capacity</c>.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>False: every port is one the system chooses, so that several can run beside each other.</summary>
    public bool UseDefaultPorts { get; init; } = true;

    /// <summary>The clock of all services. Null is the system's; tests turn one of their own.</summary>
    internal TimeProvider? Time { get; init; }
}

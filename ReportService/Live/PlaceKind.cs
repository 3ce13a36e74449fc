namespace Affluence.Report.Live;

/// <summary>What a client holds while it is connected or waits. Each kind is counted apart, so that one that is taken leaves the others free.</summary>
internal enum PlaceKind
{
    /// <summary>A stream of server-sent events.</summary>
    Stream,

    /// <summary>A gRPC stream.</summary>
    GrpcStream,

    /// <summary>The connection of a dashboard.</summary>
    Circuit,

    /// <summary>A dashboard that follows the figures.</summary>
    Dashboard,

    /// <summary>A range of snapshots that is being read, as CSV or JSON.</summary>
    Export,

    /// <summary>A picture that is waited for.</summary>
    Picture,
}

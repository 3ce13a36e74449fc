using Grpc.Net.Client;

namespace Affluence.Simulator.Recording;

/// <summary>Connections to the services that a recording needs.</summary>
public sealed class RecordingChannels(Uri counter, Uri geo) : IDisposable
{
    public GrpcChannel Counter { get; } = GrpcChannel.ForAddress(counter);

    public GrpcChannel Geo { get; } = GrpcChannel.ForAddress(geo);

    public void Dispose()
    {
        Counter.Dispose();
        Geo.Dispose();
    }
}

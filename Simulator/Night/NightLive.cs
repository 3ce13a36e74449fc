namespace Affluence.Simulator.Night;

internal sealed class NightLive(NightSettings settings, Uri gateway, double speed, TextWriter output, TimeProvider timeProvider)
{
    public Task<int> RunAsync(CancellationToken cancellationToken) => throw new UnusableArgumentException($"--live: not yet {settings} {gateway} {speed} {output} {timeProvider} {cancellationToken}");
}

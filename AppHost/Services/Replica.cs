namespace Affluence.AppHost.Services;

/// <summary>One running process of a service.</summary>
/// <param name="Name">As the dashboard has it.</param>
/// <param name="Management">Its own management port. Aspire's address of the endpoint is one for all replicas, and meets any of them.</param>
internal sealed record Replica(string Name, Uri Management);

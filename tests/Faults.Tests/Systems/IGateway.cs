namespace Affluence.Faults.Tests.Systems;

/// <summary>A gateway of the system: a process, or one in the test's own whose clock the test holds.</summary>
internal interface IGateway
{
    Uri Address { get; }

    Uri Management { get; }
}

using System.Runtime.CompilerServices;
using Affluence.Testing.Stores;

namespace Affluence.Faults.Tests.Systems;

/// <summary>A test with real processes, signals and a real Redis; skipped, with the reason, where there are none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FaultFactAttribute : FactAttribute
{
    public FaultFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Skip = FaultTheoryAttribute.Reason;
}

/// <inheritdoc cref="FaultFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FaultTheoryAttribute : TheoryAttribute
{
    public FaultTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Skip = Reason;

    public static string? Reason { get; } = OperatingSystem.IsWindows()
        ? "Faults are made by signals, which Windows has not."
        : RedisServer.IsInstalled ? null : "redis-server is not installed, and the faults of this suite are those of a real one.";
}

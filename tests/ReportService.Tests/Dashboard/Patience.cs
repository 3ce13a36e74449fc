using System.Runtime.CompilerServices;
using Bunit;

namespace Affluence.ReportService.Tests.Dashboard;

/// <summary>bUnit waits a second for a condition, which is too little on a machine that builds something else meanwhile.</summary>
internal static class Patience
{
    [ModuleInitializer]
    public static void Have() => BunitContext.DefaultWaitTimeout = Testing.Eventually.Limit;
}

using System.Runtime.CompilerServices;

namespace Affluence.Tests;

/// <summary>Services under test, and the processes that tests start, keep the tokens that they make away from those of this machine's user.</summary>
internal static class CredentialsFolder
{
    [ModuleInitializer]
    internal static void Set() =>
        Environment.SetEnvironmentVariable("Credentials__Directory", Path.Combine(Path.GetTempPath(), $"affluence-tests-{Environment.UserName}", "credentials"));
}

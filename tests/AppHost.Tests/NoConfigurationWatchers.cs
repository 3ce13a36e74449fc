using System.Runtime.CompilerServices;

namespace Affluence.AppHost.Tests;

/// <summary>
/// Each model that is read would watch its configuration files for changes as long as this process lives, and a user has 128 such watchers
/// on many systems.
/// </summary>
internal static class NoConfigurationWatchers
{
    [ModuleInitializer]
    internal static void Set() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
}

using System.Reflection;
using System.Runtime.InteropServices;

namespace Affluence.AppHost.Services;

/// <summary>
/// Starts the programs that were built with AppHost. Aspire's own way, <c>dotnet run --no-build</c>, reads each project again to find the same
/// program: that takes 3 s of a core for each service, and 140 MB for as long as it lives.
/// </summary>
internal static class BuiltPrograms
{
    private const string RuntimeVariable = "DOTNET_ROOT";

    public static IResourceBuilder<ProjectResource> RunAsBuilt(this IResourceBuilder<ProjectResource> project)
    {
        var builder = project.ApplicationBuilder;
        var file = project.Resource.GetProjectMetadata().ProjectPath;
        var program = ProgramOf(file);

        // Under dotnet watch each project is built anew when it changes.
        if (!builder.ExecutionContext.IsRunMode || builder.Configuration["DOTNET_WATCH"] is not null || !File.Exists(program))
        {
            return project;
        }

        return project
            .WithAnnotation(new ExecutableAnnotation { Command = program, WorkingDirectory = Path.GetDirectoryName(file)! })
            .WithEnvironment(RuntimeVariable, Environment.GetEnvironmentVariable(RuntimeVariable) ?? Runtime());
    }

    private static string ProgramOf(string project) => Path.Combine(
        Path.GetDirectoryName(project)!,
        "bin",
        typeof(BuiltPrograms).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration,
        Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)),
        Path.GetFileNameWithoutExtension(project) + (OperatingSystem.IsWindows() ? ".exe" : string.Empty));

    /// <summary>A program alone finds a runtime that is where installers put it; one elsewhere is known to the command that started this one.</summary>
    private static string Runtime() => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
}

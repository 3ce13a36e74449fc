using Affluence.Simulator.Tests.AccessLogs;

namespace Affluence.Simulator.Tests.Import;

/// <summary>A folder with logs and a key of its own, and the command that imports them.</summary>
internal sealed class ImportFolder(Uri counter, Uri geo) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("affluence-import-");

    public string KeyFile => PathOf("keys/import.key");

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public string Write(string name, IEnumerable<string> lines) => Write(name, Logs.Bytes(lines));

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    /// <summary>Runs the command; the folder's path is taken out of what it says.</summary>
    public async Task<(int Code, string Output, string Error)> ImportAsync(params string[] arguments) => await ImportAsync(Stream.Null, arguments);

    public Task<(int Code, string Output, string Error)> ImportAsync(Stream input, params string[] arguments) =>
        RunAsync(input, ["import", "--counter", counter.ToString(), "--geo", geo.ToString(), "--key-file", KeyFile, .. arguments]);

    public Task<(int Code, string Output, string Error)> RetractAsync(string name) =>
        RunAsync(Stream.Null, ["imports", "retract", name, "--counter", counter.ToString(), "--key-file", KeyFile]);

    public Task<(int Code, string Output, string Error)> ListAsync() => RunAsync(Stream.Null, ["imports", "list", "--key-file", KeyFile]);

    private async Task<(int Code, string Output, string Error)> RunAsync(Stream input, string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await SimulatorCommandLine.RunAsync(arguments, input, output, error, TestContext.Current.CancellationToken);
        return (code, Plain(output), Plain(error));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Plain(StringWriter text) => text.ToString().Replace(_folder.FullName + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
}

using System.Text.Json;

namespace Affluence.Simulator.Night;

/// <summary>Writes <see cref="TrueFigures"/>, a JSON object a line, with the site's civil offset.</summary>
internal sealed class TruthFile : IDisposable
{
    private readonly StreamWriter _file;

    /// <exception cref="UnusableArgumentException">The file can't be written.</exception>
    public TruthFile(string path)
    {
        try
        {
            _file = new StreamWriter(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnusableArgumentException($"--truth: {exception.Message}", exception);
        }
    }

    public void Write(TrueFigures figures) => _file.WriteLine(JsonSerializer.Serialize(figures, JsonSerializerOptions.Web));

    public void Dispose() => _file.Dispose();
}

using Affluence.Report;
using Affluence.Report.Storage;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Affluence.ReportService.Tests.Fakes;

/// <summary>A real database file in a folder of its own.</summary>
internal sealed class TestDatabase : IDisposable
{
    private readonly DirectoryInfo _directory = System.IO.Directory.CreateTempSubdirectory("affluence-database");
    private ReportDatabase? _open;

    public ReportDatabase Open => _open ??= Reopen();

    public string Folder => _directory.FullName;

    /// <summary>As after a restart.</summary>
    public ReportDatabase Reopen()
    {
        _open?.Dispose();
        return _open = new ReportDatabase(Options.Create(new ReportOptions { DataDirectory = Folder }), new Surroundings(Folder));
    }

    public void Dispose()
    {
        _open?.Dispose();
        _directory.Delete(recursive: true);
    }

    private sealed class Surroundings(string contentRoot) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Test";

        public string ApplicationName { get; set; } = "ReportService.Tests";

        public string ContentRootPath { get; set; } = contentRoot;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}

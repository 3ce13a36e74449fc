using Affluence.Simulator.Import;
using Affluence.Simulator.Recording;

namespace Affluence.Simulator.Tests.Import;

public sealed class MasterKeyFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("affluence-keys-");

    private string KeyFile => Path.Combine(_folder.FullName, "deeper", "import.key");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void ReadOrMake_NoFile_MakesOneForItsUserAlone()
    {
        var made = MasterKeyFile.ReadOrMake(KeyFile).KeyOf(1);

        Assert.Equal(made, MasterKeyFile.ReadOrMake(KeyFile).KeyOf(1));
        Assert.Equal(IdentityKeys.Length, new FileInfo(KeyFile).Length);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(KeyFile)!));
        Assert.Equal(OperatingSystem.IsWindows() ? null : UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOfKeyFile());
    }

    [Fact]
    public async Task ReadOrMake_ManyAtOnce_AgreeOnOneKey()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Convert.ToHexString(MasterKeyFile.ReadOrMake(KeyFile).KeyOf(1)))));

        Assert.Single(keys.Distinct());
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(KeyFile)!));
    }

    [Fact]
    public void ReadOrMake_FileThatIsNoKey_IsRefused()
    {
        var path = Path.Combine(_folder.FullName, "short.key");
        File.WriteAllBytes(path, new byte[31]);

        var failure = Assert.Throws<UnusableArgumentException>(() => MasterKeyFile.ReadOrMake(path));

        Assert.Equal($"--key-file: {path} is no key file: it has 31 bytes, and a key has 32.", failure.Message);
    }

    [Fact]
    public void ReadOrMake_Folder_IsRefused() => Assert.Throws<UnusableArgumentException>(() => MasterKeyFile.ReadOrMake(_folder.FullName));

    /// <summary>A new user of a server has no folder for application data until the first program makes it.</summary>
    [Fact]
    public void DefaultPath_FolderThatIsNotThereYet_IsInIt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows makes the folder with the user.");
        const string variable = "XDG_DATA_HOME";
        var before = Environment.GetEnvironmentVariable(variable);
        var folder = Path.Combine(_folder.FullName, "share");
        try
        {
            Environment.SetEnvironmentVariable(variable, folder);
            Assert.Equal(Path.Combine(folder, "affluence", "import.key"), MasterKeyFile.DefaultPath);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
        }
    }

    private UnixFileMode? ModeOfKeyFile() => OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(KeyFile);
}

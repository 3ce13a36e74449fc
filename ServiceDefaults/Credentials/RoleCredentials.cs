using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Affluence.ServiceDefaults.Credentials;

/// <summary>
/// The tokens of one role. Those in files are read again as the files change, so that a token is exchanged without a restart: add the new
/// one beside the old, let callers change over, take the old one away. A file that is gone, or holds no token, admits nobody.
/// </summary>
internal sealed partial class RoleCredentials
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly CredentialToken[] _tokens;
    private readonly Entry[] _files;
    private readonly string? _firstToken;
    private long _lookedAt;

    /// <param name="isAccepted">Whether the service asks its callers for the role, and so makes its token if none is configured.</param>
    /// <exception cref="InvalidSettingException">A token is missing, unreadable or too weak; the message names the setting.</exception>
    public RoleCredentials(CredentialRole role, bool isAccepted, IConfiguration configuration, TimeProvider timeProvider, ILogger logger)
    {
        (_timeProvider, _logger) = (timeProvider, logger);
        var settings = CredentialSettings.Of(role, configuration);
        AreConfigured = !settings.None;
        MadeAt = MadeToken.PathIn(MadeToken.DirectoryOf(configuration), role);
        if (!AreConfigured && isAccepted)
        {
            IsMadeNow = MadeToken.Ensure(MadeAt, out var fault);
            MakingFault = fault;
        }

        _firstToken = settings.Tokens.Select(token => token.Value).FirstOrDefault();
        _tokens = [.. settings.Tokens.Select(token =>
            CredentialToken.Read(token.Value, out var fault) ?? throw new InvalidSettingException($"{token.Setting} {fault}."))];
        _files = [.. settings.TokenFiles.Select(file =>
        {
            var read = Entry.Read(file.Setting, file.Value);
            return read.Fault is null ? read : throw new InvalidSettingException($"{file.Setting} is '{file.Value}', which {read.Fault}.");
        })];
        if (!AreConfigured && role != CredentialRole.Reader)
        {
            _files = [Entry.Read(MadeToken.DirectorySetting, MadeAt)];
        }

        _lookedAt = timeProvider.GetTimestamp();
    }

    /// <summary>Whether the role has any token in the settings; one without admits callers on this machine only, by the token made for it.</summary>
    public bool AreConfigured { get; }

    /// <summary>The file of the token that is made where none is configured.</summary>
    public string MadeAt { get; }

    /// <summary>Whether this service made it, at this start.</summary>
    public bool IsMadeNow { get; }

    /// <summary>Why there is none, as the end of a sentence that names the file; null: there is one, or none is needed.</summary>
    public string? MakingFault { get; }

    /// <summary>What a client of ours sends: the first token. Null when there is none.</summary>
    public string? Presented
    {
        get
        {
            LookAgain();
            lock (_lock)
            {
                return _firstToken ?? _files.Select(file => file.Text).FirstOrDefault(text => text is not null);
            }
        }
    }

    public bool Accept(string token)
    {
        LookAgain();
        var hash = CredentialToken.Hash(token);
        var accepted = false;

        // All are compared, so that the time tells nothing of which one it was.
        foreach (var known in _tokens)
        {
            accepted |= known.Matches(hash);
        }

        lock (_lock)
        {
            foreach (var file in _files)
            {
                accepted |= file.Token?.Matches(hash) == true;
            }
        }

        return accepted;
    }

    private void LookAgain()
    {
        lock (_lock)
        {
            if (_files.Length == 0 || _timeProvider.GetElapsedTime(_lookedAt) < LookInterval)
            {
                return;
            }

            _lookedAt = _timeProvider.GetTimestamp();
            for (var index = 0; index < _files.Length; index++)
            {
                var read = Entry.Read(_files[index].Setting, _files[index].Path);
                if (!read.IsSameAs(_files[index]))
                {
                    LogChange(read);
                    _files[index] = read;
                }
            }
        }
    }

    private void LogChange(Entry read)
    {
        if (read.Fault is null)
        {
            Log.FileChanged(_logger, read.Setting, read.Path);
        }
        else
        {
            Log.FileUnusable(_logger, read.Setting, read.Path, read.Fault);
        }
    }

    /// <summary>One file as it was read. No record, which would print its text.</summary>
    private sealed class Entry
    {
        public required string Setting { get; init; }

        public required string Path { get; init; }

        public string? Text { get; init; }

        public CredentialToken? Token { get; init; }

        public string? Fault { get; init; }

        public static Entry Read(string setting, string path)
        {
            var text = SecretFile.ReadToken(path, out var fault);
            return new Entry { Setting = setting, Path = path, Text = text, Token = text is null ? null : CredentialToken.Read(text, out _), Fault = fault };
        }

        public bool IsSameAs(Entry other) => Text == other.Text && Fault == other.Fault;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Read another token: {Setting}, {Path}")]
        public static partial void FileChanged(ILogger logger, string setting, string path);

        [LoggerMessage(LogLevel.Error, "A token admits nobody any more: {Setting}, {Path}, {Fault}")]
        public static partial void FileUnusable(ILogger logger, string setting, string path, string fault);
    }
}

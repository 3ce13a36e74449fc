using Affluence.Testing.Stores;

namespace Affluence.Faults.Tests.Processes;

/// <summary>Single commands to a Redis, a connection each.</summary>
internal static class RedisCommands
{
    /// <inheritdoc cref="RedisConsole.SendAsync"/>
    public static async Task<string> CommandAsync(this RedisServer redis, string command)
    {
        using var console = RedisConsole.Open(redis);
        return await console.SendAsync(command);
    }

    /// <summary>One field of INFO.</summary>
    public static async Task<string> InfoAsync(this RedisServer redis, string section, string field)
    {
        var info = await redis.CommandAsync($"INFO {section}");
        return info.Split("\r\n").Single(line => line.StartsWith(field + ":", StringComparison.Ordinal))[(field.Length + 1)..];
    }
}

using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Affluence.ServiceDefaults;

/// <summary>Runs a service to its end and turns what can be wrong with its surroundings into one line and an exit code.</summary>
public static class ServiceExit
{
    public const int BadSetting = 2;
    public const int CannotListen = 3;

    /// <summary>
    /// Builds and runs a service. Exit codes: 0 stopped as asked; 2 a setting is unusable, which the line names; 3 an address
    /// can't be listened on. Anything else is a fault of ours and is thrown.
    /// </summary>
    public static async Task<int> RunAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (OptionsValidationException exception)
        {
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, exception.Failures));
            return BadSetting;
        }
        catch (InvalidOperationException exception) when (exception.Source == "Microsoft.Extensions.Configuration.Binder")
        {
            // "Failed to convert configuration value 'soon' at 'Site:Knobs:ResponseTime' to type 'System.TimeSpan'."
            await Console.Error.WriteLineAsync(exception.Message);
            return BadSetting;
        }
        catch (InvalidSettingException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return BadSetting;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            // "Failed to bind to address http://127.0.0.1:8080: address already in use."
            await Console.Error.WriteLineAsync(exception.Message);
            return CannotListen;
        }
    }
}

namespace Affluence.Tests.Searches;

/// <summary>What is logged to the console, which is one for all systems of this process: tests that run meanwhile have their logs in it too.</summary>
internal static class ConsoleLog
{
    private static readonly StringWriter Written = new();
    private static readonly TextWriter Writer = TextWriter.Synchronized(Written);

    /// <summary>Of the hosts that are made from now on.</summary>
    public static void Capture() => Console.SetOut(Writer);

    public static string Read()
    {
        // The lock that the writer itself takes.
        lock (Writer)
        {
            return Written.ToString();
        }
    }
}

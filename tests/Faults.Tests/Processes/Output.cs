namespace Affluence.Faults.Tests.Processes;

/// <summary>The last lines a process wrote, for whoever has to find out why a test failed.</summary>
internal sealed class Output
{
    private const int MostLines = 5000;
    private const int LastLines = 100;

    private readonly Queue<string> _lines = [];

    public void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(line);
            while (_lines.Count > MostLines)
            {
                _lines.Dequeue();
            }
        }
    }

    public int Length
    {
        get
        {
            lock (_lines)
            {
                return _lines.Sum(line => line.Length);
            }
        }
    }

    /// <summary>Lines that hold a phrase.</summary>
    public int Count(string phrase)
    {
        lock (_lines)
        {
            return _lines.Count(line => line.Contains(phrase, StringComparison.Ordinal));
        }
    }

    public override string ToString()
    {
        lock (_lines)
        {
            return string.Join(Environment.NewLine, _lines.TakeLast(LastLines));
        }
    }
}

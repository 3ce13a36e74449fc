namespace Affluence.Faults.Tests.Processes;

/// <summary>The last lines a process wrote, for whoever has to find out why a test failed.</summary>
internal sealed class Output
{
    private const int MostLines = 5000;
    private const int LastLines = 25;

    private readonly Queue<string> _lines = [];
    private long _forgotten;

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
                _forgotten++;
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

    /// <summary>How many lines it has written.</summary>
    public long Written
    {
        get
        {
            lock (_lines)
            {
                return _forgotten + _lines.Count;
            }
        }
    }

    /// <summary>The number of the last line with a phrase, from 0; null: there is none.</summary>
    public long? LastWith(string phrase)
    {
        lock (_lines)
        {
            var (number, last) = (_forgotten, default(long?));
            foreach (var line in _lines)
            {
                last = line.Contains(phrase, StringComparison.Ordinal) ? number : last;
                number++;
            }

            return last;
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

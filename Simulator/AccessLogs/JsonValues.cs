namespace Affluence.Simulator.AccessLogs;

/// <summary>Where in a line the member stands that says a thing best, for each thing.</summary>
/// <param name="line">Whose members they are.</param>
/// <param name="values">One for each <see cref="LogField"/>.</param>
internal readonly ref struct JsonValues(Span<byte> line, Span<JsonValues.Value> values)
{
    private readonly Span<byte> _line = line;
    private readonly Span<Value> _values = values;

    public Span<byte> this[LogField member] => _line.Slice(_values[(int)member].Start, _values[(int)member].Length);

    public bool Has(LogField member) => _values[(int)member].Rank > 0;

    public int StartOf(LogField member) => _values[(int)member].Start;

    public void Set(LogField member, Value value)
    {
        if (value.Rank >= _values[(int)member].Rank)
        {
            _values[(int)member] = value;
        }
    }

    /// <param name="Rank">How well it says it; 0 is not at all.</param>
    internal readonly record struct Value(int Start, int Length, int Rank);
}

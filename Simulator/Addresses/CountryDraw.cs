namespace Affluence.Simulator.Addresses;

/// <summary>Draws countries by weight.</summary>
public sealed class CountryDraw
{
    private readonly IReadOnlyList<CountryCode> _countries;
    private readonly long[] _ends;

    /// <param name="countries">At least one.</param>
    /// <param name="weightOf">A weight of nought is never drawn.</param>
    public CountryDraw(IReadOnlyList<CountryCode> countries, Func<CountryCode, long> weightOf)
    {
        _countries = countries;
        _ends = RunningTotal.Of(countries, weightOf);
    }

    /// <exception cref="UnusableArgumentException">No country has any weight.</exception>
    public CountryCode Draw(Random random) => _ends is [.., > 0]
        ? _countries[RunningTotal.IndexOf(_ends, random.NextInt64(_ends[^1]))]
        : throw new UnusableArgumentException("The country file has no network of any other country.");
}

namespace Affluence.Admission;

/// <summary>How long a visitor will wait, as an interval that holds for nine of ten who stay; or not known.</summary>
/// <remarks>
/// The people before him, by the rates at which people were let in over the last one, two and five minutes: the fastest of these gives the one end and the
/// slowest the other, each with a margin for what will change.
/// </remarks>
/// <param name="Fastest">People a second, at most.</param>
/// <param name="Slowest">People a second, at least. Zero is: not known.</param>
public readonly record struct WaitForecast(double Fastest, double Slowest)
{
    private const double LowMargin = 0.6;
    private const double HighMargin = 1.3;

    /// <summary>Within a minute, as a share.</summary>
    private const double MostChange = 0.3;

    private static readonly int[] Windows = [60, 120, 300];

    /// <summary>How far back steps are needed.</summary>
    public static TimeSpan Memory { get; } = TimeSpan.FromMinutes(5);

    public static WaitForecast Unknown { get; }

    public static WaitForecast Of(RoomState state, IReadOnlyList<AdmissionStep> steps, DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        var open = second - state.OpenedAt.ToUnixTimeSeconds();
        if (!IsSteady(state, steps, second))
        {
            return Unknown;
        }

        double[] rates = [.. Windows.Where(window => open >= window).Select(window => steps.Where(step => step.Second > second - window).Sum(step => step.LetIn) / (double)window)];
        return rates.Length == 0 ? Unknown : new WaitForecast(rates.Max(), rates.Min());
    }

    /// <summary>While it is being found out how many the site has room for, the rates of the last minutes say nothing of the next.</summary>
    private static bool IsSteady(RoomState state, IReadOnlyList<AdmissionStep> steps, long second)
    {
        var before = steps.LastOrDefault(step => step.Second <= second - Windows[0]).Target;
        return before > 0 && Math.Abs(state.Step.Target - before) <= MostChange * before;
    }

    /// <param name="before">People before the visitor.</param>
    /// <param name="poll">Interval between two polls: so much later than he could he may come in.</param>
    /// <returns>Null if not known.</returns>
    public (TimeSpan Low, TimeSpan High)? For(int before, TimeSpan poll) => Slowest <= 0 || before / Slowest > TimeSpan.FromDays(1).TotalSeconds
        ? null
        : (TimeSpan.FromSeconds(LowMargin * before / Fastest), TimeSpan.FromSeconds(HighMargin * before / Slowest) + (2 * poll));
}

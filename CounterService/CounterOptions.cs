using System.ComponentModel.DataAnnotations;

namespace Affluence.Counter;

/// <summary>How long the counter remembers, how long it waits for its store, and when identities rotate.</summary>
public sealed class CounterOptions : IValidatableObject
{
    public const string Section = "Counter";

    private static readonly TimeSpan LongestWindow = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan ShortestBucketRetention = TimeSpan.FromMinutes(6);

    /// <summary>How long a 10 s bucket is kept after its last write: so long are windows known that end between whole minutes.</summary>
    /// <value>
    /// The default is 10 minutes; 6 minutes to 1 day. The bucket at the beginning of a live window is as old as the window, 5 minutes, and is
    /// read a little later.
    /// </value>
    public TimeSpan BucketRetention { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a minute is kept after its last write: so long are windows of whole minutes known.</summary>
    /// <value>The default is 2 hours; more than the longest window (30 minutes), at most 7 days, and not less than buckets are kept.</value>
    public TimeSpan MinuteRetention { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How long one exchange with the store may take before the call fails with UNAVAILABLE.</summary>
    /// <value>The default is 2 seconds; 10 milliseconds to 1 minute.</value>
    public TimeSpan StoreTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The local hour at which an identity day begins: a quiet one.</summary>
    /// <value>The default is 4; 0 to 23.</value>
    public int RotationHour { get; set; } = 4;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BucketRetention < ShortestBucketRetention || BucketRetention > TimeSpan.FromDays(1))
        {
            yield return Refuse(nameof(BucketRetention), BucketRetention, "from 00:06:00 to 1.00:00:00");
        }

        if (MinuteRetention <= LongestWindow || MinuteRetention > TimeSpan.FromDays(7))
        {
            yield return Refuse(nameof(MinuteRetention), MinuteRetention, "more than 00:30:00 (the longest window) and at most 7.00:00:00");
        }
        else if (MinuteRetention < BucketRetention)
        {
            yield return Refuse(nameof(MinuteRetention), MinuteRetention, $"at least {Section}:{nameof(BucketRetention)} ({BucketRetention})");
        }

        if (StoreTimeout < TimeSpan.FromMilliseconds(10) || StoreTimeout > TimeSpan.FromMinutes(1))
        {
            yield return Refuse(nameof(StoreTimeout), StoreTimeout, "from 00:00:00.0100000 to 00:01:00");
        }

        if (RotationHour is < 0 or > 23)
        {
            yield return Refuse(nameof(RotationHour), RotationHour, "an hour of the day, 0 to 23");
        }
    }

    private static ValidationResult Refuse(string name, object value, string rule) =>
        new($"{Section}:{name} is {value}, but must be {rule}.", [name]);
}

using System.ComponentModel.DataAnnotations;

namespace Affluence.Gateway.Spool;

/// <summary>How batches are kept until the counter has them, and a little longer.</summary>
public sealed class SpoolOptions : IValidatableObject
{
    public const string Section = "Gateway:Spool";

    /// <summary>
    /// Folder of the spool, relative to the content root unless absolute. Made if it does not exist. Several gateways may share one: each
    /// takes a file of its own. It should be on a local disk: a delivery that waits for a disk falls behind.
    /// </summary>
    /// <value>The default is <c>data/gateway-spool</c>. Empty is no spool: batches are kept in memory, and a crash loses them.</value>
    public string Directory { get; set; } = "data/gateway-spool";

    /// <summary>Room for batches on disk in bytes; beyond, the oldest are given up and their hits counted as dropped.</summary>
    /// <value>The default is 256 MiB: about 40 minutes of 10,000 page views a second. 1 MiB to 1 TiB.</value>
    [Range(1L << 20, 1L << 40, ErrorMessage = Section + ":MaxBytes must be 1 MiB (1048576) to 1 TiB.")]
    public long MaxBytes { get; set; } = 256L << 20;

    /// <summary>Room for batches in memory in bytes, used while the disk can't be written.</summary>
    /// <value>The default is 64 MiB; 1 MiB to 64 GiB.</value>
    [Range(1L << 20, 1L << 36, ErrorMessage = Section + ":MaxMemoryBytes must be 1 MiB (1048576) to 64 GiB.")]
    public long MaxMemoryBytes { get; set; } = 64L << 20;

    /// <summary>How long after its bucket a batch is kept for the counter; then it is given up and its hits counted as dropped.</summary>
    /// <value>
    /// The default is 1 day; 1 minute to 48 hours. Pseudonyms must not outlive the secret they were made under, which is deleted 48 hours
    /// after its day.
    /// </value>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How long what the counter acknowledged is kept, to be sent again if the store turns out to have lost its memory. Time in which the
    /// counter can't be asked whether it has does not count.
    /// </summary>
    /// <value>The default is 2 minutes; 2 to 30 minutes. The counter counts on two: it takes a loss of what is younger for one that heals.</value>
    public TimeSpan KeepAcknowledged { get; set; } = TimeSpan.FromMinutes(2);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaxAge < TimeSpan.FromMinutes(1) || MaxAge > TimeSpan.FromHours(48))
        {
            yield return new ValidationResult($"{Section}:MaxAge is {MaxAge}, but must be 00:01:00 to 2.00:00:00.", [nameof(MaxAge)]);
        }

        if (KeepAcknowledged < TimeSpan.FromMinutes(2) || KeepAcknowledged > TimeSpan.FromMinutes(30))
        {
            yield return new ValidationResult(
                $"{Section}:KeepAcknowledged is {KeepAcknowledged}, but must be 00:02:00 to 00:30:00.", [nameof(KeepAcknowledged)]);
        }
    }
}

using System.ComponentModel.DataAnnotations;

namespace Affluence.ServiceDefaults;

/// <summary>How the services call each other.</summary>
public sealed class ServiceClientOptions : IValidatableObject
{
    public const string Section = "ServiceClients";

    /// <summary>
    /// How long a connection takes new calls; those under way are finished on it. All calls of a client share one HTTP/2 connection, so of several
    /// servers behind one address one gets them all, and one that is added gets none, until connections are made anew.
    /// </summary>
    /// <value>The default is one minute.</value>
    public TimeSpan ConnectionLifetime { get; set; } = TimeSpan.FromMinutes(1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ConnectionLifetime < TimeSpan.FromMilliseconds(100) || ConnectionLifetime > TimeSpan.FromDays(1))
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(ConnectionLifetime)} is '{ConnectionLifetime}'; it must lie between 00:00:00.1 and 1.00:00:00.",
                [nameof(ConnectionLifetime)]);
        }
    }
}

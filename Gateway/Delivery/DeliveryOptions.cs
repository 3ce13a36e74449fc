using System.ComponentModel.DataAnnotations;

namespace Affluence.Gateway.Delivery;

/// <summary>How hits reach the counter.</summary>
public sealed class DeliveryOptions : IValidatableObject
{
    public const string Section = "Gateway:Delivery";

    /// <summary>Names the site in the visitors' pseudonyms, so that two sites on one counter never share one. At most 64 characters.</summary>
    /// <value>The default is <c>site</c>.</value>
    [Required(ErrorMessage = Section + ":SiteId must not be empty.")]
    [StringLength(64, ErrorMessage = Section + ":SiteId must have at most 64 characters.")]
    public string SiteId { get; set; } = "site";

    /// <summary>
    /// How often hits are gathered, spooled and sent. A crash of the gateway, or of its machine, loses at most this much: hits that wait for their
    /// country while GeoService does not answer are on disk too, sealed.
    /// </summary>
    /// <value>The default is 200 ms; 10 ms to 5 s.</value>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long hits wait for a country when GeoService does not answer; then they count as unknown (ZZ).</summary>
    /// <value>The default is 10 s; 0 to 5 min.</value>
    public TimeSpan LocatePatience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time limit of one call to GeoService or CounterService.</summary>
    /// <value>The default is 2 s; 50 ms to 30 s.</value>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Time to deliver what is left when the gateway stops; the rest stays in the spool.</summary>
    /// <value>The default is 5 s; 0 to 25 s.</value>
    public TimeSpan ShutdownPatience { get; set; } = TimeSpan.FromSeconds(5);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        new[]
        {
            Check(nameof(FlushInterval), FlushInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(5)),
            Check(nameof(LocatePatience), LocatePatience, TimeSpan.Zero, TimeSpan.FromMinutes(5)),
            Check(nameof(CallTimeout), CallTimeout, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(30)),
            Check(nameof(ShutdownPatience), ShutdownPatience, TimeSpan.Zero, TimeSpan.FromSeconds(25)),
        }.OfType<ValidationResult>();

    private static ValidationResult? Check(string name, TimeSpan value, TimeSpan least, TimeSpan most) =>
        value >= least && value <= most ? null : new ValidationResult($"{Section}:{name} is {value}, but must be {least} to {most}.", [name]);
}

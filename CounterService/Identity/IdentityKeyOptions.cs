using System.ComponentModel.DataAnnotations;

namespace Affluence.Counter.Identity;

/// <summary>Where the keys are kept under which the days' secrets stand in the store.</summary>
public sealed class IdentityKeyOptions
{
    public const string Section = "Counter:Identity";

    /// <summary>
    /// Folder of the keys, relative to the content root unless absolute. Made if it does not exist, and closed to others. Counters that share a
    /// store share this folder too. It must be in no backup that the store, or a copy of it, is in.
    /// </summary>
    /// <value>The default is <c>data/identity-keys</c>.</value>
    [Required(ErrorMessage = Section + ":KeyDirectory must not be empty: without a key the day's secret can't be kept.")]
    public string KeyDirectory { get; set; } = "data/identity-keys";
}

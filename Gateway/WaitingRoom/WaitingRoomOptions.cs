using System.ComponentModel.DataAnnotations;

namespace Affluence.Gateway.WaitingRoom;

/// <summary>Whether there is a waiting room.</summary>
public enum WaitingRoomMode
{
    /// <summary>There is none: what the site has no capacity for is refused.</summary>
    Off,

    /// <summary>It opens when the site has more to do than it can, or when an operator says so.</summary>
    Automatic,
}

/// <summary>The waiting room before what only the site itself can answer.</summary>
public sealed class WaitingRoomOptions : IValidatableObject
{
    public const string Section = "Gateway:WaitingRoom";

    /// <summary>Whether there is one.</summary>
    /// <value>The default is <see cref="WaitingRoomMode.Automatic"/>: while the site keeps up, nobody ever meets it, and no cookie is set.</value>
    public WaitingRoomMode Mode { get; set; } = WaitingRoomMode.Automatic;

    /// <summary>Pages that the waiting page links to while the gateway has them: the information for which nobody needs to wait.</summary>
    /// <value>The default is none. At most 20.</value>
    public IList<WaitingRoomLink> Links { get; init; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Enum.IsDefined(Mode))
        {
            yield return new ValidationResult($"{Section}:Mode is {Mode}, but must be Off or Automatic.", [nameof(Mode)]);
        }

        if (Links.Count > 20)
        {
            yield return new ValidationResult($"{Section}:Links has {Links.Count}, but at most 20 fit on the page.", [nameof(Links)]);
        }

        foreach (var (index, link) in Links.Index())
        {
            if (ReturnPath.Of(link.Path) != link.Path)
            {
                yield return new ValidationResult($"{Section}:Links:{index}:Path is '{link.Path}', which is no path of this site.", [nameof(Links)]);
            }

            if (string.IsNullOrWhiteSpace(link.Text) || link.Language is not ("en" or "fr"))
            {
                yield return new ValidationResult($"{Section}:Links:{index} must have a Text, and a Language of en or fr.", [nameof(Links)]);
            }
        }
    }
}

/// <summary>A page that is linked from the waiting page of its language.</summary>
public sealed class WaitingRoomLink
{
    /// <summary>Its path, with query, as visitors ask for it.</summary>
    public string Path { get; set; } = string.Empty;

    /// <summary>en or fr.</summary>
    public string Language { get; set; } = "en";

    /// <summary>What it is called.</summary>
    public string Text { get; set; } = string.Empty;
}

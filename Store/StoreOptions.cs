using System.ComponentModel.DataAnnotations;
using System.Net;
using Affluence.ServiceDefaults;

namespace Affluence.Store;

/// <summary>Where the embedded store listens and what it keeps its files in.</summary>
public sealed class StoreOptions : IValidatableObject
{
    public const string Section = "Store";

    /// <summary>The loopback port of the store.</summary>
    /// <value>The default is 8085; 1 to 65535.</value>
    public int Port { get; set; } = ServiceEndpoint.Store.Port;

    /// <summary>Folder of the store's files, from the content root. It is made if missing; what is found there is recovered.</summary>
    /// <value>The default is <c>data/store</c>.</value>
    public string DataDirectory { get; set; } = "data/store";

    /// <summary>What clients must give. Every program of the machine reaches the port, so there is no store without.</summary>
    /// <value>No default; 16 to 256 letters and digits, such as <c>openssl rand -hex 32</c> makes.</value>
    public string Password { get; set; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Port is < 1 or > IPEndPoint.MaxPort)
        {
            yield return new ValidationResult($"{Section}:{nameof(Port)} is {Port}, but must be a port, 1 to {IPEndPoint.MaxPort}.", [nameof(Port)]);
        }

        // Not repeated: it may be one in part.
        if (Password.Length is < 16 or > 256 || !Password.All(char.IsAsciiLetterOrDigit))
        {
            yield return new ValidationResult($"{Section}:{nameof(Password)} must be 16 to 256 letters and digits.", [nameof(Password)]);
        }

        if (string.IsNullOrWhiteSpace(DataDirectory))
        {
            yield return new ValidationResult($"{Section}:{nameof(DataDirectory)} is empty, but must name a folder.", [nameof(DataDirectory)]);
        }
    }
}

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

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Port is < 1 or > IPEndPoint.MaxPort)
        {
            yield return new ValidationResult($"{Section}:{nameof(Port)} is {Port}, but must be a port, 1 to {IPEndPoint.MaxPort}.", [nameof(Port)]);
        }

        if (string.IsNullOrWhiteSpace(DataDirectory))
        {
            yield return new ValidationResult($"{Section}:{nameof(DataDirectory)} is empty, but must name a folder.", [nameof(DataDirectory)]);
        }
    }
}

using Microsoft.AspNetCore.Http;

namespace Affluence.ServiceDefaults.Telemetry;

/// <summary>
/// A feature of a request (<see cref="HttpContext.Features"/>) that names its span where the route does not tell one kind of request from another,
/// as a proxy's that takes everything.
/// </summary>
/// <param name="Name">One of a few, for example "page view".</param>
public sealed record RequestClass(string Name);

using Affluence.Gateway.Cache.Semantics;
using Affluence.Gateway.Cache.Storage;

namespace Affluence.Gateway.Cache.Fetching;

/// <summary>What the site is asked, and what may become of its answer.</summary>
/// <param name="Key">What for.</param>
/// <param name="Request">A request of a visitor, whose fields and connection the site is asked with. It need not outlive the order.</param>
/// <param name="Facts">What of that request decides whether the answer may be stored.</param>
/// <param name="Rule">What the operator has set for the path.</param>
/// <param name="Validating">What is stored, to be confirmed or replaced; null if nothing is.</param>
/// <param name="HasStale">Whether that may be given in the place of a fault.</param>
internal sealed record FetchOrder(CacheKey Key, RequestCopy Request, RequestFacts Facts, CacheRule? Rule, StoredResponse? Validating, bool HasStale);

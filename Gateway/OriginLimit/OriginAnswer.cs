namespace Affluence.Gateway.OriginLimit;

/// <summary>What an answer of the site says about its load.</summary>
internal enum OriginSign
{
    /// <summary>It answered by itself, whatever the status: a page that fails with 500 under no load fails under load too.</summary>
    Answered,

    /// <summary>It says that it is overloaded: 503 or 429.</summary>
    Overloaded,

    /// <summary>It took the request and was silent for too long.</summary>
    Silent,

    /// <summary>Nobody answered: no connection, or one that broke off.</summary>
    Unreachable,

    /// <summary>The client left first, so nothing is known.</summary>
    Unknown,
}

/// <summary>One answer of the site, as the limit sees it.</summary>
/// <param name="Cohort">What <see cref="AdaptiveLimit.Start"/> returned for this request.</param>
/// <param name="Page">Any number that is the same for requests that take alike; see <see cref="AnswerTimes"/>.</param>
/// <param name="Time">From the start of the request to the head of its answer.</param>
internal readonly record struct OriginAnswer(int Cohort, int Page, TimeSpan Time, OriginSign Sign);

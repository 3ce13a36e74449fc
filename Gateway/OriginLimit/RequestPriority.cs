namespace Affluence.Gateway.OriginLimit;

/// <summary>Who goes first where not all can. A lower number goes before a higher one; within one it is first come, first served.</summary>
internal enum RequestPriority
{
    /// <summary>Sends something: it has been filled in by a person and would have to be again.</summary>
    Form,

    PageView,

    /// <summary>Styles, pictures and all else that belongs to a page, and health checks.</summary>
    Part,

    /// <summary>Declared bots come again by themselves.</summary>
    Bot,
}

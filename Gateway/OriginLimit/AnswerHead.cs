using Yarp.ReverseProxy.Transforms;

namespace Affluence.Gateway.OriginLimit;

/// <summary>Notes when the head of an answer came. A connection that changes to another protocol is no request in the making any more.</summary>
internal sealed class AnswerHead(Lazy<OriginGate> gate) : ResponseTransform
{
    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        if (context.ProxyResponse is not null && context.HttpContext.Features.Get<OriginTurn>() is { } turn)
        {
            gate.Value.Answered(turn);
            if (context.HttpContext.Response.StatusCode == StatusCodes.Status101SwitchingProtocols)
            {
                gate.Value.End(turn, OriginSign.Answered, retryAfter: null);
            }
        }

        return default;
    }
}

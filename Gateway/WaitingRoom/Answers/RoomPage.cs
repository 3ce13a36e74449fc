using System.Reflection;
using Affluence.Gateway.Capture;

namespace Affluence.Gateway.WaitingRoom.Answers;

/// <summary>The room's own address, where those who wait ask whether it is their turn. Whoever's turn it is is taken on to where he wanted to go.</summary>
internal sealed class RoomPage(Door door, RoomAnswers answers, RequestClassifier classifier, RoomMetrics metrics)
{
    public const string Path = "/affluence/waiting-room";
    public const string DescriptionPath = Path + "/openapi.json";

    private const string Methods = "GET, HEAD, OPTIONS";

    private static readonly byte[] Description = Read("waiting-room.openapi.json");

    public Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsOptions(request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            context.Response.Headers.Allow = Methods;
            return Task.CompletedTask;
        }

        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = Methods;
            return Task.CompletedTask;
        }

        metrics.Polled();
        var to = ReturnPath.Of(request.Query["to"]);
        if (request.Headers["Sec-Purpose"].Count > 0 || request.Headers["Purpose"].Count > 0)
        {
            // A browser that looks ahead: it is neither there nor does it come in.
            RoomAnswers.TurnAway(context, Refusal.Poll, RoomAnswers.ForParts);
            return Task.CompletedTask;
        }

        if (classifier.Classify(context) == HitKind.Bot)
        {
            RoomAnswers.TurnAway(context, Refusal.Shed, RoomAnswers.ForBots);
            return Task.CompletedTask;
        }

        var (ticket, isIn) = door.PlaceOf(context, request.Query["ticket"]);
        return isIn ? TakeOnAsync(context, to) : answers.WaitAsync(context, ticket, to, isPoll: true);
    }

    public static Task DescribeAsync(HttpContext context) => RoomAnswers.SendAsync(context, Description, "application/json");

    private static Task TakeOnAsync(HttpContext context, string to)
    {
        if (RoomAnswers.WantsJson(context.Request))
        {
            return RoomAnswers.SendAsync(context, RoomDocument.WriteAdmitted(to), "application/json");
        }

        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = to;
        context.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    private static byte[] Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}

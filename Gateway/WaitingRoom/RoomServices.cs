using Affluence.Admission.V1;
using Affluence.Gateway.WaitingRoom.Answers;
using Affluence.Gateway.WaitingRoom.Tokens;
using Affluence.ServiceDefaults;
using Affluence.ServiceDefaults.Credentials;

namespace Affluence.Gateway.WaitingRoom;

/// <summary>The parts of the waiting room.</summary>
internal static class RoomServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<WaitingRoomOptions>().BindConfiguration(WaitingRoomOptions.Section).ValidateDataAnnotations();
        services.AddServiceClient<AdmissionService.AdmissionServiceClient>(ServiceEndpoint.Counter).AddServiceCredential(CredentialRole.Ingest);
        services.AddSingleton<RoomKeys>();
        services.AddSingleton<RoomTokens>();
        services.AddSingleton<RoomClock>();
        services.AddSingleton<RoomBoard>();
        services.AddSingleton(new RoomPresence());
        services.AddSingleton(_ => new PassUse());
        services.AddSingleton(_ => new RecentVisitors());
        services.AddSingleton<RoomMetrics>();
        services.AddSingleton<RoomLinks>();
        services.AddSingleton<RoomAnswers>();
        services.AddSingleton<RoomPage>();
        services.AddSingleton<Door>();
        services.AddHostedService<RoomExchange>();
        services.AddCredentials(CredentialRole.Operator);
        services.AddManagementEndpoints(RoomEndpoints.Map);
    }
}

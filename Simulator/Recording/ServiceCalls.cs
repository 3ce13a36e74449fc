using Affluence.ServiceDefaults;
using Grpc.Core;

namespace Affluence.Simulator.Recording;

/// <summary>
/// Makes calls to the services: each with a deadline, and again, with back-off, for as long as the answer says that trying again may help.
/// Every call is idempotent. Whatever all calls must carry is added here.
/// </summary>
/// <param name="timeout">Of one call.</param>
/// <param name="patience">How long a call is tried again and again.</param>
internal sealed class ServiceCalls(TimeSpan timeout, TimeSpan patience, RecordingLedger ledger, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <param name="service">Names the service in messages, as <c>the counter (http://127.0.0.1:8084/)</c>.</param>
    /// <exception cref="RecordingException">It was refused, or did not succeed within the patience.</exception>
    public async Task<TResponse> AskAsync<TResponse>(
        string service, Func<CallOptions, AsyncUnaryCall<TResponse>> call, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            try
            {
                return await call(ServiceClients.Within(timeout, cancellationToken)).OrCancelledAsync(cancellationToken);
            }
            catch (RpcException exception) when (!MayHelpToTryAgain(exception.StatusCode))
            {
                throw new RecordingException($"{service} refused: {Describe(exception)}.", exception);
            }
            catch (RpcException exception) when (time.GetElapsedTime(start) > patience)
            {
                throw new RecordingException(
                    $"{service} did not answer for {patience.TotalSeconds:0} s: {Describe(exception)}. " +
                    "What was recorded until now is right; run the same command again.",
                    exception);
            }
            catch (RpcException)
            {
                ledger.TriedAgain();
            }

            await Task.Delay(pause * (0.5 + (Random.Shared.NextDouble() / 2)), time, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private static bool MayHelpToTryAgain(StatusCode status) =>
        status is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted;

    private static string Describe(RpcException exception) =>
        $"{exception.StatusCode}, {exception.Status.Detail.ReplaceLineEndings(" ").TrimEnd('.')}";
}

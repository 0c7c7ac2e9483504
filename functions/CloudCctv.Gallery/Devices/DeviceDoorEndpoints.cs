using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CloudCctv.Analysis.Devices;
using CloudCctv.Contracts.Devices;
using CloudCctv.Gallery.Access;
using CloudCctv.Storage.Grants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Devices;

/// <summary>
/// Where devices knock: see <see cref="DeviceApi"/>. No session: their own key lets them in. Whoever gives wrong codes or
/// keys is held up like one who gives wrong access keys.
/// </summary>
internal static class DeviceDoorEndpoints
{
    private const int MaxBytes = 4 << 10;

    private delegate Task<IResult> Handler(string? token, byte[] body, DeviceDoor door, CancellationToken cancellationToken);

    public static void MapDeviceDoor(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(DeviceApi.Challenge, (Challenges challenges) => Results.Text(challenges.Issue())).AllowAnonymous();
        endpoints.MapKnock(DeviceApi.Pair, PairAsync);
        endpoints.MapKnock(DeviceApi.Credentials, async (token, body, door, stop) =>
            Results.Json(await door.RenewAsync(token, body, stop), GrantsJson.Default.DeviceGrants));
        endpoints.MapKnock(DeviceApi.Blob, async (token, body, door, stop) =>
            Results.Text((await door.LendBlobAsync(token, body, Encoding.UTF8.GetString(body), stop)).AbsoluteUri));
    }

    private static async Task<IResult> PairAsync(string? token, byte[] body, DeviceDoor door, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize(body, PairingJson.Default.PairingRequest) is { Code: not null, PublicKey: not null } request
                ? Results.Json(await door.PairAsync(token, body, request, cancellationToken), PairingJson.Default.PairingAnswer)
                : Results.BadRequest();
        }
        catch (JsonException)
        {
            return Results.BadRequest();
        }
    }

    private static void MapKnock(this IEndpointRouteBuilder endpoints, string path, Handler handler) =>
        endpoints.MapPost(path, (HttpContext context, DeviceDoor door, SignInAttempts attempts) => AnswerAsync(context, door, attempts, handler))
            .AllowAnonymous()
            .WithMetadata(new RequestSizeLimitAttribute(MaxBytes));

    private static async Task<IResult> AnswerAsync(HttpContext context, DeviceDoor door, SignInAttempts attempts, Handler handler)
    {
        if (!attempts.MayTry(context))
        {
            return Results.Text("too many wrong codes or keys from this address: wait a minute.", statusCode: StatusCodes.Status429TooManyRequests);
        }

        try
        {
            return await handler(TokenOf(context.Request), await ReadAsync(context.Request, context.RequestAborted), door, context.RequestAborted);
        }
        catch (DeviceRefusedException exception)
        {
            if (exception.Refusal == DeviceRefusal.Wrong)
            {
                attempts.Failed(context);
            }

            return Results.Text(exception.Message, statusCode: StatusOf(exception.Refusal));
        }
    }

    private static int StatusOf(DeviceRefusal refusal) => refusal switch
    {
        DeviceRefusal.Wrong => StatusCodes.Status401Unauthorized,
        DeviceRefusal.Stale => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status403Forbidden,
    };

    private static string? TokenOf(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            ? header.Parameter
            : null;

    // Not every host enforces the limit on its own.
    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new byte[MaxBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= MaxBytes ? body[..length] : throw new BadHttpRequestException("The body is too long.", StatusCodes.Status413PayloadTooLarge);
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CloudCctv.Contracts.Devices;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Storage.Grants;

namespace CloudCctv.Uploader.Pairing;

/// <summary>
/// The device's side of <see cref="DeviceApi"/>: each request is signed over a fresh challenge. One request at a time, since
/// an older challenge than the last one is no longer good. Thread-safe.
/// </summary>
internal sealed class DeviceCalls : IDisposable
{
    private const int MaxAnswerBytes = 64 << 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient http;
    private readonly ECDsa key;
    private readonly string device;
    private readonly SemaphoreSlim turn = new(1);

    /// <param name="server">HTTPS, or HTTP on this machine.</param>
    /// <param name="key">Of the device; stays its owner's.</param>
    /// <param name="device">What the server calls it; empty before it is paired.</param>
    public DeviceCalls(Uri server, ECDsa key, string device)
    {
        (this.key, this.device) = (key, device);
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(15) })
        {
            BaseAddress = server,
            Timeout = Patience,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
    }

    /// <exception cref="StoreUnreachableException">No, or not now.</exception>
    public async Task<PairingAnswer> PairAsync(string code, CancellationToken cancellationToken)
    {
        var request = new PairingRequest(code, Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()));
        return Read(await AskAsync(DeviceApi.Pair, JsonSerializer.SerializeToUtf8Bytes(request, PairingJson.Default.PairingRequest), cancellationToken), PairingJson.Default.PairingAnswer);
    }

    /// <exception cref="StoreUnreachableException">No, or not now.</exception>
    public async Task<DeviceGrants> RenewAsync(CancellationToken cancellationToken) =>
        Read(await AskAsync(DeviceApi.Credentials, [], cancellationToken), GrantsJson.Default.DeviceGrants);

    /// <exception cref="StoreUnreachableException">No, or not now.</exception>
    public async Task<Uri> BlobAsync(string objectName, CancellationToken cancellationToken) =>
        Uri.TryCreate(await AskAsync(DeviceApi.Blob, Encoding.UTF8.GetBytes(objectName), cancellationToken), UriKind.Absolute, out var url) ? url : throw Strange();

    public void Dispose()
    {
        http.Dispose();
        turn.Dispose();
    }

    private async Task<string> AskAsync(string path, byte[] body, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            // The challenge may grow old on a slow link, or an answer may have been lost: once more, with another.
            return await TryAskAsync(path, body, cancellationToken) ?? await TryAskAsync(path, body, cancellationToken) ?? throw new StoreUnreachableException($"{http.BaseAddress}: two challenges in a row were too old.");
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new StoreUnreachableException($"{http.BaseAddress} cannot be reached: {(exception is HttpRequestException ? exception.Message : "no answer in time")}", exception);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <returns>Null if the challenge was stale.</returns>
    private async Task<string?> TryAskAsync(string path, byte[] body, CancellationToken cancellationToken)
    {
        using var question = await http.GetAsync(new Uri(DeviceApi.Challenge, UriKind.Relative), cancellationToken);
        var challenge = question.StatusCode == HttpStatusCode.OK ? await question.Content.ReadAsStringAsync(cancellationToken) : throw await FaultAsync(question, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", DeviceToken.Write(key, new DeviceClaims
        {
            Device = device,
            Path = path,
            Challenge = challenge,
            BodySha256 = DeviceToken.HashOf(body),
        }));
        using var answer = await http.SendAsync(request, cancellationToken);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => await answer.Content.ReadAsStringAsync(cancellationToken),
            HttpStatusCode.Conflict => null,
            _ => throw await FaultAsync(answer, cancellationToken),
        };
    }

    private async Task<StoreUnreachableException> FaultAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        // A page of somebody else's, such as a hotel's, is not shown whole.
        var text = answer.Content.Headers.ContentType?.MediaType == "text/plain" ? ShownText.Of(await answer.Content.ReadAsStringAsync(cancellationToken), 200) : "no reason given";
        return new StoreUnreachableException($"{http.BaseAddress} answered {(int)answer.StatusCode}: {text}")
        {
            AccessDenied = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden,
            RetryAfter = answer.Headers.RetryAfter?.Delta,
        };
    }

    private T Read<T>(string answer, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(answer, type) ?? throw Strange();
        }
        catch (JsonException)
        {
            throw Strange();
        }
    }

    private StoreUnreachableException Strange() => new($"{http.BaseAddress}: the answer is not one of a CloudCctv server.");
}
